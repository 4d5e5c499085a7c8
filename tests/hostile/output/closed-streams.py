# tries: close its streams and go on
# allowed: success timeout
# request: {"timeout": 1}
# seconds: 8
import os, time
for fd in range(3):
    os.close(fd)
while True:
    time.sleep(1)
