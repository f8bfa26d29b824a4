# what: changes its root
# expect: system-call
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(161, b"/tmp") == -1:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
print("BREACH")
