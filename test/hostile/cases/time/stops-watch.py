# what: stops the process that watches the time
# expect: time
# seconds: 2
import os
import signal
import time

os.kill(os.getppid(), signal.SIGSTOP)
while True:
    time.sleep(60)
