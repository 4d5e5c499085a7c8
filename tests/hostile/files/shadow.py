# tries: read what only root may
# allowed: success
# harmless
# fast
from attack import *
for path in ("/etc/shadow", "/etc/gshadow", "/root"):
    try:
        os.listdir(path) if os.path.isdir(path) else open(path).read()
        worked("read", path)
    except OSError:
        pass
