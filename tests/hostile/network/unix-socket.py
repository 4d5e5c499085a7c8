# tries: talk to a socket of ours in the file system
# allowed: success
# harmless
# fast
from attack import *
import socket
try:
    socket.socket(socket.AF_UNIX).connect(bait + "/socket")
    worked("connected")
except OSError:
    pass
