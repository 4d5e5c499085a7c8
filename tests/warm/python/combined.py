# request: {"combined": true}
import sys, time
for n in range(3):
    print("out", n, flush=True)
    time.sleep(0.02)
    print("err", n, file=sys.stderr)
    time.sleep(0.02)
