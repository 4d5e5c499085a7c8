#!/usr/bin/python3
"""overload.py URL CLIENTS SECONDS: clients that ask without pause for programs that take as much as they get.

Prints {"programs": {name: {status: n}}, "answers": {"200": n, ...}, "unexpected": [...]}. What may come of each program
stands beside it; that the service is full (503 with Retry-After) may be said to anybody.
"""
import http.client
import json
import sys
import threading
import time
import urllib.parse

PROGRAMS = [
    ("python, small", "python", "print(6 * 7)", {"success"}),
    ("python, 80 MB", "python", "x = b'x' * (80 << 20)\nprint(len(x) >> 20)", {"success"}),
    ("python, all it gets", "python", "x = []\nwhile True: x.append(bytearray(b'y' * (1 << 20)))", {"memory_limit"}),
    ("python, files", "python", "open('f', 'wb').write(b'z' * (40 << 20))\nprint(1)", {"success"}),
    ("python, output", "python", "while True: print('x' * 1000)", {"output_limit"}),
    ("javascript, small", "javascript", "console.log(6 * 7)", {"success"}),
    ("javascript, 40 MB", "javascript", "const b = Buffer.alloc(40 << 20, 1); console.log(b.length)", {"success"}),
    ("javascript, all it gets", "javascript",
     "const x = []; for (;;) x.push(Buffer.alloc(1 << 20, x.length))", {"memory_limit"}),
    ("javascript, heap", "javascript", "const x = []; for (;;) x.push([x.length, {}])", {"memory_limit"}),
]


class Overload:
    def __init__(self, url, seconds):
        parts = urllib.parse.urlsplit(url)
        self.address, self.path = (parts.hostname, parts.port), parts.path
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.programs, self.answers, self.unexpected = {}, {}, []

    def ask(self, language, code):
        link = http.client.HTTPConnection(*self.address, timeout=300)
        try:
            link.request("POST", self.path, json.dumps({"language": language, "code": code, "timeout": 30}),
                         {"Content-Type": "application/json", "Authorization": "Bearer a-token"})
            answer = link.getresponse()
            return answer.status, answer.headers, json.loads(answer.read())
        finally:
            link.close()

    def note(self, program, http_status, headers, answer):
        name, _, _, expected = program
        status = answer.get("status")
        said = self.programs.setdefault(name, {})
        said[status] = said.get(status, 0) + 1
        self.answers[http_status] = self.answers.get(http_status, 0) + 1
        full = http_status == 503 and "Retry-After" in headers
        if not full and (http_status != 200 or status not in expected):
            self.unexpected.append([name, http_status, {k: answer.get(k) for k in ("status", "signal", "limit", "error")}])

    def client(self, number):
        while time.monotonic() < self.end:
            program = PROGRAMS[number % len(PROGRAMS)]
            number += 1
            try:
                got = self.ask(program[1], program[2])
            except (OSError, ValueError, http.client.HTTPException) as error:
                with self.lock:
                    self.unexpected.append([program[0], None, repr(error)])
                continue
            with self.lock:
                self.note(program, *got)
            if got[0] == 503:
                time.sleep(0.1)

    def run(self, clients):
        threads = [threading.Thread(target=self.client, args=(i,)) for i in range(clients)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {"programs": self.programs, "answers": self.answers, "unexpected": self.unexpected}


if __name__ == "__main__":
    print(json.dumps(Overload(sys.argv[1], float(sys.argv[3])).run(int(sys.argv[2]))))
