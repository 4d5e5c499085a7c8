# tries: use a socket that somebody else has opened
# allowed: success
from attack import *
import socket
for fd in range(3, 1024):
    try:
        socket.socket(fileno=fd)
        worked("a socket at", fd)
    except OSError:
        pass
