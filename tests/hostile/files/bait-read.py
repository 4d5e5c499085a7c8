# tries: read a file of ours that everybody may read
# allowed: success
# except: root-with-uid-alone
# harmless
# fast
from attack import *
try:
    worked(open(bait + "/secret").read())
except OSError:
    pass
