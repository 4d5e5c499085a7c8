# tries: have more processes at once than its limit
# allowed: success runtime_error
# except: container-user user-without-namespaces container-root-without-uid
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
        __import__("time").sleep(1)
        os._exit(0)
    children += 1
if children > 30:
    worked(children, "processes at once")
