# what: takes System V shared memory, which outlives the process
# expect: memory|disk|system-call
# seconds: 30
import ctypes
import os

libc = ctypes.CDLL(None, use_errno=True)
libc.shmat.restype = ctypes.c_void_p
libc.shmat.argtypes = [ctypes.c_int, ctypes.c_void_p, ctypes.c_int]
size = 64 * 1024**2
for _ in range(40):
    segment = libc.shmget(0, size, 0o1600)
    if segment < 0:
        raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))
    address = libc.shmat(segment, None, 0)
    # Gone with the last process that has it, so that the next command of this sandbox has memory again.
    libc.shmctl(segment, 0, None)
    ctypes.memset(address, 1, size)
