#!/usr/bin/python3
"""load.py URL CLIENTS SECONDS [CODE [LANGUAGE]]: clients that ask without pause; prints what they got, as JSON.

{"answers": {"200": n, "503": n}, "dropped": n, "without_retry_after": n, "wrong": n, "p50": s, "p99": s,
 "health": {"answers": {...}, "p50": s, "p99": s}}

A URL of @FILE stands in that file, which is read for each request: what is in front of services may send them elsewhere.
An answer with 200 must have the output that its own request asked for; CODE has %d where a number goes in and out.
"""
import http.client
import json
import sys
import threading
import time
import urllib.parse


def percentile(values, share):
    values = sorted(values)
    return round(values[min(len(values) - 1, int(len(values) * share))], 4) if values else None


def ask(address, method, path, body=None):
    """(status, headers, body) of one request on a connection of its own."""
    link = http.client.HTTPConnection(*address, timeout=120)
    try:
        link.request(method, path, body, {"Content-Type": "application/json"} if body else {})
        answer = link.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        link.close()


class Load:
    def __init__(self, url, seconds, code, language):
        self.url = url
        self.code = code
        self.language = {"language": language} if language else {}
        self.end = time.monotonic() + seconds
        self.lock = threading.Lock()
        self.answers, self.times = {}, []
        self.health_answers, self.health_times = {}, []
        self.dropped = self.without_retry_after = self.wrong = 0

    def place(self):
        """(address, path) of the next request."""
        url = self.url
        if url.startswith("@"):
            with open(url[1:], encoding="utf-8") as file:
                url = file.read().strip()
        parts = urllib.parse.urlsplit(url)
        return (parts.hostname, parts.port), parts.path or "/execute"

    def client(self, number):
        while time.monotonic() < self.end:
            number += 1000
            body = json.dumps({"code": self.code % number, "id": str(number), **self.language})
            began = time.monotonic()
            address, path = self.place()
            try:
                status, headers, text = ask(address, "POST", path, body)
            except (OSError, http.client.HTTPException):
                with self.lock:
                    self.dropped += 1
                continue
            took = time.monotonic() - began
            with self.lock:
                self.answers[status] = self.answers.get(status, 0) + 1
                if status == 200:
                    self.times.append(took)
                    self.wrong += json.loads(text).get("output") != "%d\n" % number
                elif "Retry-After" not in headers:
                    self.without_retry_after += 1
            if status == 503:
                time.sleep(0.05)

    def health(self):
        while time.monotonic() < self.end:
            began = time.monotonic()
            try:
                status = ask(self.place()[0], "GET", "/health")[0]
            except (OSError, http.client.HTTPException):
                status = "dropped"
            self.health_answers[status] = self.health_answers.get(status, 0) + 1
            self.health_times.append(time.monotonic() - began)
            time.sleep(0.02)

    def run(self, clients):
        threads = [threading.Thread(target=self.client, args=(i,)) for i in range(clients)]
        threads.append(threading.Thread(target=self.health))
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return {
            "answers": self.answers, "dropped": self.dropped, "wrong": self.wrong,
            "without_retry_after": self.without_retry_after,
            "p50": percentile(self.times, 0.5), "p99": percentile(self.times, 0.99),
            "health": {"answers": self.health_answers, "p50": percentile(self.health_times, 0.5),
                       "p99": percentile(self.health_times, 0.99)},
        }


if __name__ == "__main__":
    source = sys.argv[4] if len(sys.argv) > 4 else "print(%d)"
    of = sys.argv[5] if len(sys.argv) > 5 else None
    print(json.dumps(Load(sys.argv[1], float(sys.argv[3]), source, of).run(int(sys.argv[2]))))
