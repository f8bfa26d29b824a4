# what: makes empty files until none is left
# expect: disk
# seconds: 30
n = 0
while True:
    open(f"/workspace/f{n}", "w").close()
    n += 1
