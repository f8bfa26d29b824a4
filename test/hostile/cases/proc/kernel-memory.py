# what: reads the memory of the kernel
# expect: inside
# holds: /proc/kcore is masked: nothing is in it
for path in ("/proc/kcore", "/proc/keys", "/proc/timer_list", "/proc/latency_stats"):
    try:
        with open(path, "rb") as file:
            if file.read(64):
                print("BREACH", path)
    except OSError:
        pass
