# what: gives one file names without end
# expect: disk
# seconds: 30
import os

open("/workspace/one", "w").close()
n = 0
while True:
    os.link("/workspace/one", f"/workspace/l{n}")
    n += 1
