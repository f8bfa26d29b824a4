# what: asks for real-time priority
# expect: system-call
import os

os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(50))
print("BREACH")
