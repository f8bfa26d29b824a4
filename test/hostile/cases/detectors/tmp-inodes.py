# what: makes 500 files in /tmp
# expect: disk
for n in range(500):
    open(f"/tmp/f{n}", "w").close()
print("BREACH")
