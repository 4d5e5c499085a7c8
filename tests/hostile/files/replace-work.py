# tries: put a symlink in the place of its work directory, so that what clears up follows it
# allowed: success
# request: {"collect": ["secret"]}
# forbidden: c2VjcmV0LW9mLXRoZS1ob3N0
from attack import *
here = os.getcwd()
for attempt in (lambda: os.rename(here, here + "-gone"), lambda: os.rmdir(here), lambda: os.symlink(bait, here), lambda: os.rename(os.environ["TMPDIR"], here + "/x"),
                lambda: os.symlink(bait, os.path.dirname(here) + "/link"), lambda: os.mkdir(os.path.dirname(here) + "/dir")):
    try:
        attempt()
        worked("changed what is above its work directory")
    except OSError:
        pass
