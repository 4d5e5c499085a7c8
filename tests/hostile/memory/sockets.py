# tries: keep memory in the queues of sockets
# allowed: success runtime_error memory_limit
from attack import *
import socket, time
held = 0
block = b"x" * 65536
for _ in range(20):
    if os.fork() == 0:
        pairs = []
        try:
            while True:
                pair = socket.socketpair()
                pairs.append(pair)
                for one in pair:
                    for option in (socket.SO_SNDBUF, socket.SO_RCVBUF):
                        try:
                            one.setsockopt(socket.SOL_SOCKET, option, 1 << 22)
                        except OSError:
                            pass
                    one.setblocking(False)
                    try:
                        while True:
                            held += one.send(block)
                    except BlockingIOError:
                        pass
        except OSError:
            pass
        name = os.getpid()
        pairs[0][0].close(), pairs[1][0].close()
        open("held-%d" % name, "w").write(str(held))
        time.sleep(2)
        os._exit(0)
try:
    while True:
        os.wait()
except OSError:
    pass
total = sum(int(open(name).read()) for name in os.listdir() if name.startswith("held-"))
if total > 300 << 20:
    worked(total)
