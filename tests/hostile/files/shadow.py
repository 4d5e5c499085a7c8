# tries: read the host's password file
# harmless
# fast
from attack import *
for path in ("/etc/shadow", "/etc/passwd", "/root/.bashrc", "/etc/hostname"):
    try:
        open(path).read()
        worked("read", path)
    except OSError:
        pass
