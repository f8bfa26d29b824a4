# what: fills files that are in no folder
# expect: memory|file-size
# seconds: 30
import os

for n in range(64):
    file = os.memfd_create(f"m{n}")
    for _ in range(64):
        os.write(file, b"x" * (1024 * 1024))
