# tries: become root through the set-uid programs of the host
from attack import *
import glob, stat, subprocess
for path in glob.glob("/usr/bin/*") + glob.glob("/usr/sbin/*") + glob.glob("/bin/*"):
    try:
        st = os.stat(path)
    except OSError:
        continue
    if st.st_mode & stat.S_ISUID and st.st_uid == 0:
        if os.access(path, os.X_OK) and path.endswith(("/su", "/mount", "/chsh", "/newgrp")):
            try:
                said = subprocess.run([path, "--help"], stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=5)
            except (OSError, subprocess.TimeoutExpired):
                pass
if os.geteuid() != os.getuid():
    worked("euid", os.geteuid())
