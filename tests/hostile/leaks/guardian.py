# tries: learn from /proc what our process beside it was started with and has open
# except: root-with-uid-alone
# allowed: success
# harmless
from attack import *
for pid in (1, os.getppid()):
    for name in ("cmdline", "environ", "maps", "mem", "auxv", "stack", "syscall", "fd", "map_files", "exe", "cwd", "root"):
        path = "/proc/%d/%s" % (pid, name)
        try:
            if name in ("exe", "cwd", "root"):
                seen = os.readlink(path)
            elif name in ("fd", "map_files"):
                seen = os.listdir(path)
            else:
                seen = open(path, "rb").read(100).strip(b"\0")
            if seen:
                worked(path, seen)
        except OSError:
            pass
