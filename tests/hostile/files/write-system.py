# tries: write where programs and configuration of the host are
# allowed: success
# fast
from attack import *
for path in ("/usr/bin/x", "/usr/lib/x", "/usr/local/bin/x", "/etc/x", "/bin/x", "/lib/x", "/x", "/dev/x", "/proc/sys/kernel/core_pattern",
             "/proc/sysrq-trigger", "/proc/sys/kernel/hostname", "/sys/x", "/usr/share/x", "/var/x", "/etc/ld.so.cache", "/usr/bin/python3"):
    for flags in (os.O_WRONLY, os.O_WRONLY | os.O_CREAT):
        try:
            os.open(path, flags)
            worked("opened for writing:", path)
        except OSError:
            pass
