# tries: use CPU time in orphans
# allowed: timeout
# limit: cpu
# request: {"timeout": 20, "limits": {"cpuTime": 1}}
# seconds: 15
# vm
import os, time
while True:
    if os.fork() == 0:
        if os.fork() == 0:
            for _ in range(300000):
                pass
        os._exit(0)
    os.wait()
    time.sleep(0.01)
