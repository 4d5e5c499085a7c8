# tries: list, enter and lock the slots of other runs
# allowed: success
# request: {"timeout": 50}
# seconds: 60
# fast
from attack import *
import fcntl
for top in ("..", "../..", "../../..", "/run/codex-run", "/run/codex-run/slots", "/var/lib/codex-run/slots", os.path.dirname(bait) + "/state/slots", os.path.dirname(bait) + "/state"):
    try:
        if any(name.endswith(".lock") or name == "first-uid" for name in os.listdir(top)):
            worked("listed", top)
    except OSError:
        pass
    for number in range(64):
        for name in ("%d.lock", "%d/work", "%d/tmp", "%d/build", "slots/%d.lock"):
            path = os.path.join(top, name % number)
            try:
                if os.path.realpath(path) in (os.getcwd(), os.environ["TMPDIR"]) or path.endswith("/build"):
                    continue
                handle = os.open(path, os.O_RDONLY)
                worked("opened", path)
            except OSError:
                pass
