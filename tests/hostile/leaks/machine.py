# tries: read what /proc and /sys tell of the machine
# except: root-with-uid-alone
# allowed: success
# harmless
from attack import *
for path in ("/proc/cpuinfo", "/proc/meminfo", "/proc/mounts", "/proc/net/tcp", "/proc/keys", "/proc/sys/kernel/random/boot_id",
             "/sys/class/net", "/sys/fs/cgroup", "/proc/cmdline", "/proc/interrupts", "/proc/sysvipc/shm", "/etc/machine-id"):
    try:
        if os.listdir(path) if os.path.isdir(path) else open(path).read():
            worked(path)
    except OSError:
        pass
