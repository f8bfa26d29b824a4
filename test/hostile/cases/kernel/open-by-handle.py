# what: opens files by handles, whatever the paths
# expect: system-call
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(304, -100, b"\0" * 64, 0) == -1:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
print("BREACH")
