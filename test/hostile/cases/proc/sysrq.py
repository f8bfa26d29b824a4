# what: asks the kernel to crash
# expect: read-only|system-files|absent
with open("/proc/sysrq-trigger", "w") as file:
    file.write("h")
print("BREACH")
