# what: leaves children unwaited until the process table is full
# expect: processes
import os

while True:
    if os.fork() == 0:
        os._exit(0)
