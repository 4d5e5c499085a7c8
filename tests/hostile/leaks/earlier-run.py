# tries: find what an earlier run has left in memory or files
# allowed: success
from attack import *
if sorted(os.listdir(".")) not in (["attack.py", "main.py"], ["__pycache__", "attack.py", "main.py"]) or os.listdir(os.environ["TMPDIR"]):
    worked(os.listdir("."), os.listdir(os.environ["TMPDIR"]))
open("secret", "w").write("secret of a run")
open(os.environ["TMPDIR"] + "/secret", "w").write("secret of a run")
