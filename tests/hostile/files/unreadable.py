# tries: leave folders that cannot be listed or entered
# allowed: success
import os
for mode in (0, 0o100, 0o200, 0o400):
    os.makedirs("d%o/e/f" % mode)
    open("d%o/e/file" % mode, "w").close()
    for path in ("d%o/e/f", "d%o/e", "d%o"):
        try:
            os.chmod(path % mode, mode)
        except OSError:
            pass
