# tries: read what every user of the host may, but no guest
# allowed: success
# except: root-with-uid-alone
# harmless
# fast
from attack import *
for path in ("/etc/passwd", "/etc/hostname", "/var/log", "/home", "/sys/kernel", "/boot"):
    try:
        os.listdir(path) if os.path.isdir(path) else open(path).read()
        worked("read", path)
    except OSError:
        pass
