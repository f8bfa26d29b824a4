# what: prints one line of 500 MB
# expect: output
# seconds: 60
import sys

for _ in range(500):
    sys.stdout.write("A" * 1024 * 1024)
