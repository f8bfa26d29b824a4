# what: traces itself and its watch
# expect: system-call
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
for request, pid in ((0, 0), (16, os.getppid()), (0x4206, os.getppid())):
    if libc.ptrace(request, pid, 0, 0) != -1:
        print("BREACH", request)
raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
