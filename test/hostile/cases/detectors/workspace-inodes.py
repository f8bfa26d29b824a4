# what: makes 500 files in /workspace
# expect: disk
for n in range(500):
    open(f"/workspace/f{n}", "w").close()
print("BREACH")
