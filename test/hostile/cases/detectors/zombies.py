# what: leaves 300 orphans that have ended
# expect: fine|leftovers
import os

for n in range(300):
    pid = os.fork()
    if pid == 0:
        if os.fork() == 0:
            os._exit(0)
        os._exit(0)
    os.waitpid(pid, 0)
