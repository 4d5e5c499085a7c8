# tries: leave a set-uid copy of a shell
# allowed: success
# request: {"collect": ["sh"]}
import os, shutil
shutil.copyfile("/bin/sh", os.environ["TMPDIR"] + "/sh")
for mode in (0o4755, 0o2755, 0o6777):
    try:
        os.chmod(os.environ["TMPDIR"] + "/sh", mode)
    except OSError:
        pass
