# what: looks for the secret of its wrapper
# expect: inside
import os

for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        with open(f"/proc/{pid}/environ", "rb") as file:
            if b"MW_MARKER=" in file.read():
                print("BREACH", pid)
    except OSError:
        pass
