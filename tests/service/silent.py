#!/usr/bin/python3
"""silent.py PORT SECONDS: accepts every connection and never answers."""
import socket
import sys
import time

end = time.monotonic() + float(sys.argv[2])
held = []
with socket.create_server(("127.0.0.1", int(sys.argv[1]))) as listener:
    while time.monotonic() < end:
        listener.settimeout(max(0.01, end - time.monotonic()))
        try:
            held.append(listener.accept())
        except OSError:
            break
