#!/usr/bin/python3
"""garbage.py SOCKET: what no web server would send, straight into the socket of the workers.

Prints one line per case: its name, and the status of the answer ("none": the connection was closed).
"""
import os
import random
import struct
import sys

import fastcgi as f

PATH = sys.argv[1]
CODE = b'{"code":"print(6 * 7)"}'
POST = {"REQUEST_METHOD": "POST", "PATH_INFO": "/execute", "CONTENT_TYPE": "application/json"}
seeded = random.Random(7)


def with_length(value):
    return f.request("POST", "/execute", CODE, {"CONTENT_LENGTH": value})


CASES = {
    "random bytes": os.urandom(4000),
    "nothing": b"",
    "half a header": f.begin()[:5],
    "wrong version": f.record(f.BEGIN, struct.pack("!HB5x", 1, 0), version=9),
    "no begin": f.params(POST),
    "unknown role": f.begin(role=77) + f.params(POST) + f.body(CODE),
    "unknown record": f.begin() + f.record(99, b"x" * 100) + f.params(POST) + f.body(CODE),
    "parameters cut": f.begin() + f.record(f.PARAMS, f.pair(b"REQUEST_METHOD", b"POST")[:6]) + f.record(f.PARAMS),
    "name of 2 GB": f.begin() + f.record(f.PARAMS, struct.pack("!II", 0xffffffff, 0xffffffff) + b"x" * 50) + f.record(f.PARAMS),
    "value of 1 GB": f.begin() + f.record(f.PARAMS, struct.pack("!BI", 4, 0xc0000000) + b"NAME") + f.record(f.PARAMS),
    "no parameters": f.begin() + f.record(f.PARAMS) + f.body(CODE),
    "another id": f.begin() + f.record(f.PARAMS, b"", request=2) + f.params(POST) + f.body(CODE),
    "length too long": with_length("100"),
    "length too short": with_length("5"),
    "length negative": with_length("-1"),
    "length a word": with_length("many"),
    "length huge": with_length("99999999999999999999999"),
    "length missing": with_length(None),
    "abort": f.begin() + f.params(POST) + f.record(f.ABORT),
    "abort in the run": with_length(str(len(CODE))) + f.record(f.ABORT),
    "keep the connection": f.begin(keep=1) + f.params(dict(POST, CONTENT_LENGTH=str(len(CODE)))) + f.body(CODE),
}
for i in range(40):
    whole = bytearray(with_length(str(len(CODE))))
    for _ in range(seeded.randint(1, 6)):
        whole[seeded.randrange(len(whole))] = seeded.randrange(256)
    CASES[f"flipped {i}"] = bytes(whole)

for name, data in CASES.items():
    with f.connect(PATH, seconds=1) as link:
        try:
            link.sendall(data)
        except OSError:
            pass
        answer = f.answer(link)
    status = answer[8:11].decode() if answer.startswith(b"Status: ") else "none"
    print(f"{name}: {status}")
