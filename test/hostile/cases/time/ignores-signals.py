# what: ignores every signal that can be ignored
# expect: time
# seconds: 2
# sample: yes
import signal
import time

for number in range(1, 65):
    try:
        signal.signal(number, signal.SIG_IGN)
    except (OSError, ValueError):
        pass
while True:
    time.sleep(60)
