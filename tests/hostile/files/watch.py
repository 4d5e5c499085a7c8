# tries: watch what happens in folders that it cannot list
# allowed: success
# harmless
from attack import *
watch = libc.inotify_init()
for path in (bait, "/etc", "/tmp", "/usr/bin"):
    if watch >= 0 and libc.inotify_add_watch(watch, path.encode(), 0xfff) >= 0:
        worked("watches", path)
