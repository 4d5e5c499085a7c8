# tries: have more processes at once than its limit, and keep them
# allowed: success runtime_error
# harmless
# request: {"limits": {"processes": 16}}
# fast
from attack import *
children = 0
for _ in range(40):
    try:
        pid = os.fork()
    except OSError:
        break
    if pid == 0:
        __import__("time").sleep(5)
        os._exit(0)
    children += 1
# For an instant it may, where the kernel counts by a uid that others have, too: see lib/sandbox/README.md.
__import__("time").sleep(0.5)
if children > 30:
    worked(children, "processes at once")
