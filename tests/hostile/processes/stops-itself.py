# tries: stop itself, so that it never ends
# allowed: timeout
# request: {"timeout": 1}
# seconds: 10
import os, signal
os.kill(os.getpid(), signal.SIGSTOP)
