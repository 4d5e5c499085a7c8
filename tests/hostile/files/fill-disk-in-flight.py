# tries: fill the disk with files whose descriptors lie in the queue of a socket
# allowed: success runtime_error
# request: {"limits": {"diskMB": 32}}
from attack import *
import array, socket
block = b"x" * (1 << 20)
ours, theirs = socket.socketpair()
for number in range(50):
    file = os.open("f", os.O_CREAT | os.O_RDWR)
    os.unlink("f")
    for _ in range(16):
        os.write(file, block)
    ours.sendmsg([b"x"], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, array.array("i", [file]))])
    os.close(file)
worked("wrote 800 MB")
