# what: reads what the kernel says of processors, memory and itself
# expect: fine
# says: /proc/self/status True
for path in ("/proc/cpuinfo", "/proc/meminfo", "/proc/self/status", "/etc/passwd", "/etc/os-release"):
    print(path, len(open(path).read()) > 0)
