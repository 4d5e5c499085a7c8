# tries: use CPU time in children that are gone before it counts
# allowed: timeout
# limit: cpu
# request: {"timeout": 20, "limits": {"cpuTime": 1}}
# seconds: 15
import os
while True:
    if os.fork() == 0:
        for _ in range(300000):
            pass
        os._exit(0)
    os.wait()
