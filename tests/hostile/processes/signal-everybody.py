# tries: find a process that it may signal and that is not its own
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
