# what: prints 2 MB and then its last word
# expect: output
import sys

for _ in range(2000):
    sys.stdout.write("x" * 1023 + "\n")
print("BREACH the last word")
