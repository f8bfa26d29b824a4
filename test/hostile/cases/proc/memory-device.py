# what: opens the memory, the disks and the log of the machine
# expect: absent|system-call|system-files
refused = None
for path in ("/dev/mem", "/dev/kmem", "/dev/port", "/dev/sda", "/dev/vda", "/dev/nvme0n1", "/dev/loop0", "/dev/kvm", "/dev/fuse", "/dev/net/tun", "/dev/kmsg"):
    try:
        open(path, "rb").read(1)
        print("BREACH", path)
    except OSError as error:
        refused = error
raise refused
