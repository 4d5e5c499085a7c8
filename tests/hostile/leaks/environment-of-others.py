# tries: read the environment of other processes
# allowed: success
# harmless
# fast
from attack import *
for pid in ["1", str(os.getppid()), str(victim)] + (os.listdir("/proc") if os.path.isdir("/proc") and os.access("/proc", os.R_OK) else []):
    try:
        if pid.isdigit() and b"secret-of-the-host" in open("/proc/%s/environ" % pid, "rb").read():
            worked("of", pid)
            break
    except OSError:
        pass
