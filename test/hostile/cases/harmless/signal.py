# what: a signal to itself
# expect: fine
# says: caught 10
import os
import signal

signal.signal(signal.SIGUSR1, lambda number, frame: print("caught", number))
os.kill(os.getpid(), signal.SIGUSR1)
