# tries: send datagrams, which Landlock does not cover
# allowed: success
# harmless
from attack import *
import socket
for family, address in ((socket.AF_INET, ("127.0.0.1", 53)), (socket.AF_INET6, ("::1", 53))):
    try:
        socket.socket(family, socket.SOCK_DGRAM).sendto(b"x", address)
        worked("sent to", address)
    except OSError:
        pass
