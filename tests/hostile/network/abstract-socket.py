# tries: talk to a socket of ours in the abstract name space
# allowed: success
# harmless
# vm
from attack import *
import socket
for pid in range(1, 70000):
    try:
        if pid == 1:
            one = socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM)
        one.sendto(b"x", "\0codex-bait-%d" % pid)
        worked("sent")
    except OSError:
        if pid == 1:
            try:
                one
            except NameError:
                break
