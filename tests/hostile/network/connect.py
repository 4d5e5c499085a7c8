# tries: connect to a listener of ours on this host
# allowed: success
# blocked: socket(AF_INET)
# harmless
# fast
from attack import *
import socket
try:
    socket.create_connection(("127.0.0.1", port), timeout=2)
    worked("connected")
except OSError:
    pass
