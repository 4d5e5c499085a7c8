# tries: swap a file for a symlink again and again while it is collected
# allowed: success
# forbidden: c2VjcmV0LW9mLXRoZS1ob3N0
# request: {"collect": ["plant"]}
from attack import *
if os.fork() == 0:
    os.symlink(bait + "/secret", "link")
    open("file", "w").write("harmless")
    while True:
        try:
            os.rename("link", "plant")
            os.rename("plant", "link")
            os.rename("file", "plant")
            os.rename("plant", "file")
        except OSError:
            pass
