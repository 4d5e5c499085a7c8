# tries: find a capability, or get one
# allowed: success
# fast
from attack import *
import ctypes
header = (ctypes.c_uint32 * 2)(0x20080522, 0)
data = (ctypes.c_uint32 * 6)()
if libc.capget(header, data) == 0 and any(data):
    worked("has", list(data))
data = (ctypes.c_uint32 * 6)(*[0xffffffff] * 6)
if libc.capset(header, data) == 0:
    worked("set")
if libc.prctl(24, 1, 0, 0, 0) == 0 or libc.prctl(8, 1, 0, 0, 0) == 0:
    worked("kept")
