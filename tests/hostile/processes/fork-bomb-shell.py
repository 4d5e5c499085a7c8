# tries: the well-known bomb of the shell
# allowed: success runtime_error timeout
# seconds: 30
import os
os.system("bomb() { bomb | bomb & }; bomb; wait")
