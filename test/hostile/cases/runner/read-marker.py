# what: looks for the secret of its wrapper in every process
# expect: system-files
# sample: yes
import os
import re

refused = None
for pid in filter(str.isdigit, os.listdir("/proc")):
    for name in ("environ", "maps", "mem", "auxv", "cwd", "root"):
        path = f"/proc/{pid}/{name}"
        try:
            with open(path, "rb") as file:
                if re.search(rb"MW_MARKER=[0-9a-f]{32}", file.read(100_000)):
                    print("BREACH marker in", path)
        except PermissionError as error:
            refused = error
        except OSError:
            pass
raise refused
