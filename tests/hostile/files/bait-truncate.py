# tries: cut our file short by path, which opens nothing
# allowed: success
# except: root-with-uid-alone
# vm
from attack import *
for length in (0, 1):
    try:
        os.truncate(bait + "/secret", length)
        worked("truncated")
    except OSError:
        pass
