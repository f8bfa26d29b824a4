# what: leaves a daemon that goes on writing into the workspace
# expect: leftovers
# sample: yes
# after: before=$(wc -c <late); sleep 0.3; after=$(wc -c <late); [ "$before" = "$after" ] || echo BREACH it still writes
import os
import time

if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True:
            with open("/workspace/late", "a") as file:
                file.write("x")
            time.sleep(0.01)
    os._exit(0)
time.sleep(0.3)
