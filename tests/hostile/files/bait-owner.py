# tries: change the owner and the group of our files
# allowed: success
from attack import *
for name in ("/secret", "", "/folder", "/socket"):
    for uid, gid in ((os.getuid(), os.getgid()), (-1, os.getgid()), (os.getuid(), -1), (0, 0)):
        for attempt in (os.chown, os.lchown, lambda p, u, g: os.fchown(os.open(p, os.O_RDONLY), u, g)):
            try:
                attempt(bait + name, uid, gid)
            except OSError:
                pass
