# what: opens files until none may be opened
# expect: open-files
kept = []
while True:
    kept.append(open("/dev/null"))
