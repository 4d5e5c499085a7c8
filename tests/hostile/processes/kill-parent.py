# tries: kill its parent, which is ours
# allowed: success
# fast
import os, signal
for pid in {os.getppid(), 1}:
    for number in (signal.SIGKILL, signal.SIGSTOP, signal.SIGSEGV, signal.SIGCHLD):
        try:
            os.kill(pid, number)
        except OSError:
            pass
print("still here")
