# tries: have a hard link to our file collected
# allowed: success
# forbidden: c2VjcmV0LW9mLXRoZS1ob3N0
# except: root-with-uid-alone
# request: {"collect": ["plant"]}
from attack import *
for source in (bait + "/secret", "/etc/passwd", "/usr/bin/python3", "/proc/self/exe"):
    try:
        os.link(source, "plant-" + str(len(source)))
        worked("linked", source)
    except OSError:
        pass
