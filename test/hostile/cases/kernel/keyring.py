# what: adds a key to a keyring of the kernel
# expect: system-call
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
if libc.syscall(248, b"user", b"k", b"secret", 6, -3) == -1:
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
print("BREACH")
