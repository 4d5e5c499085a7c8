# tries: change the mode of our files, by path and by descriptor
# allowed: success
from attack import *
for name in ("/secret", "", "/folder"):
    for attempt in (lambda p: os.chmod(p, 0o600), lambda p: os.chmod(os.path.basename(p) or ".", 0o600, dir_fd=os.open(os.path.dirname(p), os.O_PATH)),
                    lambda p: os.fchmod(os.open(p, os.O_RDONLY), 0o600), lambda p: os.chmod("/proc/self/fd/%d" % os.open(p, os.O_PATH), 0o600)):
        try:
            attempt(bait + name)
        except OSError:
            pass
