# tries: find a process that it may signal and that is not its own
# except: user-without-landlock
# because: its guardian is process 1 of its namespace and has its uid: the kernel asks Landlock alone; it blocks what comes
# allowed: success
# harmless
from attack import *
own = {os.getpid(), 0}
for pid in range(1, 70000):
    if pid in own:
        continue
    try:
        os.kill(pid, 0)
        worked("may signal", pid)
        break
    except OSError:
        pass
