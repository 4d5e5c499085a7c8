# tries: signal the process groups of others
# allowed: success runtime_error
import os, signal
for group in [0, os.getppid(), 1] + list(range(2, 300)):
    try:
        if group and group != os.getpgid(0):
            os.killpg(group, signal.SIGKILL)
    except OSError:
        pass
