# tries: find our environment in its own
# allowed: success
# harmless
# fast
from attack import *
for name, value in os.environ.items():
    if "secret-of-the-host" in value or name.startswith(("CODEX_", "XDG_", "SUDO_", "SSH_")):
        worked(name)
