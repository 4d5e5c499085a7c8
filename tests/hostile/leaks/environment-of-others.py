# tries: read the environment of other processes
# allowed: success
# harmless
# fast
from attack import *
try:
    others = os.listdir("/proc")
except OSError:
    others = []
for pid in ["1", str(os.getppid()), str(victim)] + others:
    try:
        if pid.isdigit() and b"secret-of-the-host" in open("/proc/%s/environ" % pid, "rb").read():
            worked("of", pid)
            break
    except OSError:
        pass
