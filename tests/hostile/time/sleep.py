# tries: sleep for ever
# allowed: timeout
# limit: wall
# request: {"timeout": 0.5}
# seconds: 8
# fast
import time
while True:
    time.sleep(1000)
