# tries: leave named shared memory of POSIX, and fill it
# except: root-with-uid-alone
# allowed: success runtime_error memory_limit
# vm
from attack import *
block = b"x" * (1 << 20)
written = 0
for number in range(20):
    try:
        file = os.open("/dev/shm/left-%d" % number, os.O_CREAT | os.O_RDWR)
        for _ in range(20):
            written += os.write(file, block)
    except OSError:
        pass
if written > 300 << 20:
    worked(written)
