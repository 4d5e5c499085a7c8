# tries: read the command lines of others
# except: root-with-uid-alone
# allowed: success
# harmless
from attack import *
try:
    for pid in os.listdir("/proc"):
        if pid.isdigit() and int(pid) != os.getpid():
            said = open("/proc/%s/cmdline" % pid, "rb").read().strip(b"\0")
            if said:
                worked(pid, said)
                break
except OSError:
    pass
