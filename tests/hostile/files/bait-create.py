# tries: make, rename, link and remove in a folder of ours that everybody may write
# allowed: success
# except: root-with-uid-alone
from attack import *
open("mine", "w").close()
for attempt in (lambda: open(bait + "/new", "w"), lambda: os.mkdir(bait + "/dir"), lambda: os.symlink("/", bait + "/link"), lambda: os.mkfifo(bait + "/fifo"),
                lambda: os.rename("mine", bait + "/mine"), lambda: os.link("mine", bait + "/mine"), lambda: os.unlink(bait + "/secret"),
                lambda: os.rename(bait + "/secret", "stolen"), lambda: os.rename(bait + "/folder", bait + "/other"), lambda: os.rmdir(bait + "/folder")):
    try:
        attempt()
        worked("changed the folder")
    except OSError:
        pass
