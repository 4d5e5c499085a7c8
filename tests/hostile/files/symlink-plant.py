# tries: have a symlink to our file collected as if it were a file
# allowed: success
# forbidden: c2VjcmV0LW9mLXRoZS1ob3N0
# request: {"collect": ["plant", "folder/secret", "shadow"]}
# fast
from attack import *
os.symlink(bait + "/secret", "plant")
os.symlink(bait, "folder")
os.symlink("/etc/shadow", "shadow")
