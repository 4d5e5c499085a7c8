# tries: listen on the network
# allowed: success
# harmless
from attack import *
import socket
for family, address in ((socket.AF_INET, ("0.0.0.0", 0)), (socket.AF_UNIX, "named"), (socket.AF_UNIX, "\0left")):
    try:
        one = socket.socket(family)
        one.bind(address)
        one.listen()
        worked("listens on", family)
    except OSError:
        pass
