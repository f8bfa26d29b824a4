# what: has others die when memory runs out
# expect: system-files|system-call|read-only
path = "/proc/self/oom_score_adj"
try:
    with open(path, "w") as file:
        file.write("-1000")
except OSError as error:
    raise OSError(error.errno, error.strerror, path)
print("BREACH")
