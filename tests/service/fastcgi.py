#!/usr/bin/python3
"""A FastCGI client for tests: one request straight into the socket of a service.

fastcgi.py SOCKET METHOD PATH [NAME=value…] < body      prints status line, headers and body
"""
import socket
import struct
import sys

BEGIN, ABORT, END, PARAMS, STDIN, STDOUT, STDERR = range(1, 8)


def record(kind, content=b"", request=1, version=1):
    return struct.pack("!BBHHBx", version, kind, request, len(content), 0) + content


def pair(name, value):
    def length(n):
        return struct.pack("!B", n) if n < 128 else struct.pack("!I", n | 0x80000000)

    return length(len(name)) + length(len(value)) + name + value


def begin(keep=0, role=1):
    return record(BEGIN, struct.pack("!HB5x", role, keep))


def params(values):
    text = b"".join(pair(k.encode(), v.encode()) for k, v in values.items())
    chunks = [text[i:i + 60000] for i in range(0, len(text), 60000)]
    return b"".join(record(PARAMS, chunk) for chunk in chunks) + record(PARAMS)


def body(content):
    chunks = [content[i:i + 60000] for i in range(0, len(content), 60000)]
    return b"".join(record(STDIN, chunk) for chunk in chunks) + record(STDIN)


def request(method, path, content=b"", extra=None):
    values = {"REQUEST_METHOD": method, "PATH_INFO": path, "SERVER_ADDR": "127.0.0.1", "REMOTE_ADDR": "127.0.0.1"}
    if method == "POST":
        values["CONTENT_TYPE"] = "application/json"
        values["CONTENT_LENGTH"] = str(len(content))
    values.update(extra or {})
    return begin() + params({k: v for k, v in values.items() if v is not None}) + body(content)


def connect(path, seconds=30):
    link = socket.socket(socket.AF_UNIX)
    link.settimeout(seconds)
    link.connect(path)
    return link


def answer(link):
    """All of STDOUT until the request or the connection ends."""
    data, out = b"", b""
    while True:
        while len(data) >= 8:
            _, kind, _, length, padding = struct.unpack("!BBHHBx", data[:8])
            if len(data) < 8 + length + padding:
                break
            if kind == STDOUT:
                out += data[8:8 + length]
            if kind == END:
                return out
            data = data[8 + length + padding:]
        try:
            more = link.recv(65536)
        except (ConnectionResetError, socket.timeout):
            more = b""
        if not more:
            return out
        data += more


def ask(path, *args, **named):
    with connect(path) as link:
        try:
            link.sendall(request(*args, **named))
        except BrokenPipeError:
            pass
        return answer(link)


if __name__ == "__main__":
    given = dict(item.split("=", 1) for item in sys.argv[4:])
    content = sys.stdin.buffer.read() if sys.argv[2] == "POST" else b""
    sys.stdout.buffer.write(ask(sys.argv[1], sys.argv[2], sys.argv[3], content, given))
