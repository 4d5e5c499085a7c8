# tries: execute a script of ours
# except: root-with-uid-alone
# harmless
from attack import *
import subprocess
try:
    said = subprocess.run([bait + "/script"], stdout=subprocess.PIPE).stdout
    if said:
        worked(said.decode())
except OSError:
    pass
