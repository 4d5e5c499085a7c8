# tries: leave a child that is stopped
# allowed: success
# seconds: 8
import os, signal, time
for _ in range(3):
    if os.fork() == 0:
        os.kill(os.getpid(), signal.SIGSTOP)
        os._exit(0)
time.sleep(0.2)
