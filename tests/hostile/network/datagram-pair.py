# tries: send from one of a pair of datagram sockets to a socket with a name
# allowed: success
# harmless
from attack import *
import socket
for kind in (socket.SOCK_DGRAM, socket.SOCK_DGRAM | socket.SOCK_CLOEXEC):
    try:
        socket.socketpair(socket.AF_UNIX, kind)
        worked("has a datagram socket")
    except OSError:
        pass
