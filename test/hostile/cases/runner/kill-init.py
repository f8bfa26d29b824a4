# what: ends the init of its container and the process that holds it
# expect: system-call
import os
import signal

for pid in (1, 7, 6):
    try:
        os.kill(pid, signal.SIGKILL)
        print("BREACH killed", pid)
    except ProcessLookupError:
        pass
