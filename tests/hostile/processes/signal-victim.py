# tries: signal a process of ours, by each call that can
# allowed: success
# harmless
# fast
from attack import *
import signal
for name, attempt in (("kill", lambda: os.kill(victim, 0)), ("tgkill", lambda: syscall(234, victim, victim, 0) == 0 or 1 / 0), ("tkill", lambda: syscall(200, victim, 0) == 0 or 1 / 0),
                      ("pidfd", lambda: signal.pidfd_send_signal(os.pidfd_open(victim), 0))):
    try:
        attempt()
        worked(name)
    except (OSError, ZeroDivisionError):
        pass
