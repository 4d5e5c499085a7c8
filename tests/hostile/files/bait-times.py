# tries: change the times of our files, by path and by descriptor
# allowed: success
# except: root-with-uid-alone root-without-namespaces container-root
from attack import *
for name in ("/secret", "", "/folder", "/socket"):
    for attempt in (lambda p: os.utime(p, (1, 1)), lambda p: os.utime(p), lambda p: os.utime(p, (1, 1), follow_symlinks=False),
                    lambda p: os.utime(os.open(p, os.O_RDONLY), (1, 1)), lambda p: os.utime(os.open(p, os.O_PATH), (1, 1))):
        try:
            attempt(bait + name)
        except OSError:
            pass
