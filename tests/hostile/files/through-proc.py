# tries: reach the host's root through /proc
# allowed: success
# fast
from attack import *
for path in ("/proc/1/root/etc/shadow", "/proc/self/root/etc/shadow", "/proc/1/cwd/etc/shadow", "/proc/%d/root/etc/shadow" % os.getppid(),
             "/proc/self/cwd/../../../../../../etc/shadow", "/proc/1/root/root", "/proc/thread-self/root/etc/shadow", "/../../../../etc/shadow"):
    try:
        os.listdir(path) if os.path.isdir(path) else open(path).read()
        worked("read", path)
    except OSError:
        pass
