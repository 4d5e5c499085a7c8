#!/usr/bin/python3
"""edges.py PORT EDGE: one connection to nginx that does not behave; prints the answer, head and body.

A client that stops sending has half a minute to be answered or dropped.
"""
import socket
import sys
import time

PORT = int(sys.argv[1])
CODE = b'{"code":"print(6 * 7)"}'
HEAD = b"POST /execute HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nContent-Type: application/json\r\n"


def connect():
    link = socket.create_connection(("127.0.0.1", PORT), 30)
    return link


def talk(*parts, end=False, pause=0.0):
    with connect() as link:
        for part in parts:
            try:
                link.sendall(part)
            except OSError:
                break
            time.sleep(pause)
        if end:
            link.shutdown(socket.SHUT_WR)
        answer = b""
        while True:
            try:
                more = link.recv(65536)
            except OSError:
                break
            if not more:
                break
            answer += more
        sys.stdout.buffer.write(answer)


def chunk(data):
    return b"%x\r\n%s\r\n" % (len(data), data)


EDGES = {
    "chunked": lambda: talk(HEAD + b"Transfer-Encoding: chunked\r\n\r\n", chunk(CODE[:7]), chunk(CODE[7:]), chunk(b"")),
    "chunked-broken": lambda: talk(HEAD + b"Transfer-Encoding: chunked\r\n\r\nzz\r\n" + CODE),
    "chunked-huge": lambda: talk(HEAD + b"Transfer-Encoding: chunked\r\n\r\n",
                                 *[chunk(b" " * 1000000) for _ in range(9)], chunk(b"")),
    "no-length": lambda: talk(HEAD + b"\r\n" + CODE),
    "length-too-long": lambda: talk(HEAD + b"Content-Length: 100\r\n\r\n" + CODE, end=True),
    "length-too-short": lambda: talk(HEAD + b"Content-Length: 5\r\n\r\n" + CODE),
    "length-negative": lambda: talk(HEAD + b"Content-Length: -1\r\n\r\n" + CODE),
    "length-word": lambda: talk(HEAD + b"Content-Length: many\r\n\r\n" + CODE),
    "length-huge": lambda: talk(HEAD + b"Content-Length: 99999999999\r\n\r\n" + CODE),
    "length-twice": lambda: talk(HEAD + b"Content-Length: 23\r\nContent-Length: 24\r\n\r\n" + CODE),
    "byte-by-byte": lambda: talk(*[bytes([b]) for b in HEAD + b"Content-Length: 23\r\n\r\n" + CODE], pause=0.005),
    "no-http": lambda: talk(b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03\r\n\r\n"),
    "long-header": lambda: talk(HEAD + b"X: " + b"x" * 100000 + b"\r\n\r\n"),
    "long-path": lambda: talk(b"GET /" + b"x" * 100000 + b" HTTP/1.1\r\nHost: localhost\r\n\r\n"),
    "path-up": lambda: talk(b"GET /info/../../etc/passwd HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
    "path-encoded": lambda: talk(b"GET /info/%2e%2e%2fetc%2fpasswd%00 HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
    "path-newline": lambda: talk(b"GET /x%0d%0aSet-Cookie:%20a HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
    "trace": lambda: talk(b"TRACE / HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"),
    "id-forged": lambda: talk(b"GET /health HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\nX-Request-Id: a\"b c\r\n\r\n"),
}


def stall(count, seconds):
    """Connections that have sent all but the last byte of their request, held open."""
    links = [connect() for _ in range(count)]
    for link in links:
        link.sendall(HEAD + b"Content-Length: 23\r\n\r\n" + CODE[:-1])
    time.sleep(seconds)


if sys.argv[2] == "stall":
    stall(int(sys.argv[3]), float(sys.argv[4]))
else:
    EDGES[sys.argv[2]]()
