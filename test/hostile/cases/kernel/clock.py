# what: sets the clock of the machine
# expect: system-call
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(227, 0, b"\0" * 16) == -1:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
print("BREACH")
