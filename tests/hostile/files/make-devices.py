# tries: make device nodes and named sockets
# allowed: success
from attack import *
import stat, socket
for kind, device in ((stat.S_IFCHR, os.makedev(1, 1)), (stat.S_IFBLK, os.makedev(8, 0)), (stat.S_IFBLK, os.makedev(254, 0)), (stat.S_IFSOCK, 0), (stat.S_IFCHR, 0)):
    try:
        os.mknod("node-%d" % device, kind | 0o666, device)
        worked("made a node", kind)
    except OSError:
        pass
