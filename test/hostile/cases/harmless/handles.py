# what: two thousand open files
# expect: fine
# says: 2000
kept = [open("/dev/null") for _ in range(2000)]
print(len(kept))
