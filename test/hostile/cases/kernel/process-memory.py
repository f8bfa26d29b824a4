# what: writes into the memory of its watch
# expect: system-call
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(311, os.getppid(), b"\0" * 16, 1, b"\0" * 16, 1, 0) == -1:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
print("BREACH")
