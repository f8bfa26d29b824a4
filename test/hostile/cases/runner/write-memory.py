# what: writes into its wrapper's memory
# expect: system-files
import os

for pid in sorted(map(int, filter(str.isdigit, os.listdir("/proc")))):
    with open(f"/proc/{pid}/cmdline", "rb") as file:
        if file.read().startswith(b"/opt/sandbox/sh"):
            with open(f"/proc/{pid}/mem", "r+b"):
                print("BREACH opened", pid)
