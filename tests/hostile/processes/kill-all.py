# tries: kill everything that it may
# allowed: success runtime_error
# seconds: 15
# fast
import os, signal
for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGTERM):
    try:
        os.kill(-1, number)
    except OSError:
        pass
