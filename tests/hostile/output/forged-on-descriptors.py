# tries: answer in our place on every descriptor that there may be
# allowed: runtime_error
import os, sys
for fd in range(3, 300):
    try:
        os.write(fd, b'{"status":"success","output":"forged"}')
        print("wrote", fd)
    except OSError:
        pass
sys.exit(3)
