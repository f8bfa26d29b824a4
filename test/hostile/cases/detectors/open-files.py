# what: opens 5000 files
# expect: open-files
kept = [open("/dev/null") for _ in range(5000)]
print("BREACH", len(kept))
