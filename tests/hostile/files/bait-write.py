# tries: write to a file of ours that everybody may write
# allowed: success
# except: root-with-uid-alone
from attack import *
for mode in ("a", "r+", "w"):
    try:
        open(bait + "/secret", mode).write("written by a guest")
        worked("opened for", mode)
    except OSError:
        pass
