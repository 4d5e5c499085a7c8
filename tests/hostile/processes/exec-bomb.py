# tries: fork and start a new program in every child
# allowed: success runtime_error timeout memory_limit
# seconds: 30
import os, sys
while True:
    try:
        if os.fork() == 0:
            os.execv(sys.executable, [sys.executable] + sys.argv)
    except OSError:
        pass
