# tries: leave files in the host's temporary folders
# allowed: success
# except: root-with-uid-alone
import os
for folder in ("/tmp", "/var/tmp", "/dev/shm", "/run", "/run/lock", "/var/lock", "/run/user", "/dev/mqueue"):
    for attempt in (lambda p: open(p, "w"), os.mkdir, os.mkfifo, lambda p: os.symlink("x", p)):
        try:
            attempt(folder + "/left-by-a-guest")
        except OSError:
            pass
