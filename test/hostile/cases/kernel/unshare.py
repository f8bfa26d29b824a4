# what: makes namespaces of its own, where it would be root
# expect: system-call
# sample: yes
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(272, 0x10000000 | 0x20000) == -1:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
print("BREACH")
