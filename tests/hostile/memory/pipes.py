# tries: keep memory in pipes
# allowed: success runtime_error memory_limit
from attack import *
import fcntl
held = 0
block = b"x" * 65536
for _ in range(20):
    if os.fork() == 0:
        try:
            while True:
                out, into = os.pipe()
                try:
                    fcntl.fcntl(into, 1031, 1 << 20)
                except OSError:
                    pass
                os.set_blocking(into, False)
                try:
                    while True:
                        held += os.write(into, block)
                except BlockingIOError:
                    pass
        except OSError:
            pass
        open("held-%d" % os.getpid(), "w").write(str(held))
        __import__("time").sleep(2)
        os._exit(0)
try:
    while True:
        os.wait()
except OSError:
    pass
total = sum(int(open(name).read()) for name in os.listdir() if name.startswith("held-"))
if total > 200 << 20:
    worked(total)
