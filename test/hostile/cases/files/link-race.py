# what: goes on swapping a file and a link after its end
# expect: leftovers
# seconds: 10
import os
import time

if os.fork() == 0:
    os.setsid()
    while True:
        try:
            os.symlink("/etc/passwd", "n")
            os.rename("n", "kept.txt")
            with open("m", "w") as file:
                file.write("kept")
            os.rename("m", "kept.txt")
        except OSError:
            pass
time.sleep(0.5)
