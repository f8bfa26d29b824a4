# what: makes a process in a new user namespace
# expect: system-call
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(56, 0x10000000 | 17, 0, 0, 0, 0) == -1:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
print("BREACH")
