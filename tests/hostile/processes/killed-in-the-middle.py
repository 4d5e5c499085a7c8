# tries: outlive a SIGKILL on codex-run
# kill: 0.7
# seconds: 20
# fast
import os, time
open("file", "w").write("x" * 100000)
for _ in range(4):
    if os.fork() == 0:
        try:
            os.setsid()
        except OSError:
            pass
        if os.fork() == 0:
            time.sleep(600)
        time.sleep(600)
time.sleep(600)
