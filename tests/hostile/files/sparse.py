# tries: make a file longer than a file may be
# allowed: success runtime_error
from attack import *
signal = __import__("signal")
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
for attempt in (lambda f: os.ftruncate(f, 1 << 40), lambda f: os.truncate("sparse", 1 << 40), lambda f: os.pwrite(f, b"x", 1 << 40), lambda f: os.posix_fallocate(f, 0, 1 << 32)):
    try:
        attempt(os.open("sparse", os.O_CREAT | os.O_RDWR))
    except OSError:
        pass
if os.stat("sparse").st_size > 1 << 30:
    worked(os.stat("sparse").st_size)
