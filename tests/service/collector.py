#!/usr/bin/python3
"""collector.py PORT FILE: takes what services send of their traces, and appends each span to FILE as a line of JSON.

Each line is {service, name, traceId, spanId, parentSpanId, took, ...attributes}; took in seconds. Bodies that are not as
OTLP/HTTP has them in JSON are refused with 400.
"""
import http.server
import json
import re
import sys


class Collector(http.server.BaseHTTPRequestHandler):
    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        try:
            assert self.path == "/v1/traces" and self.headers["Content-Type"] == "application/json"
            lines = list(self.spans(json.loads(body)))
        except (AssertionError, KeyError, ValueError) as error:
            self.send_error(400, repr(error))
            return
        with open(sys.argv[2], "a", encoding="utf-8") as file:
            file.writelines(json.dumps(line) + "\n" for line in lines)
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b"{}")

    def spans(self, document):
        for resource in document["resourceSpans"]:
            of = {a["key"]: a["value"]["stringValue"] for a in resource["resource"]["attributes"]}
            for scope in resource["scopeSpans"]:
                for span in scope["spans"]:
                    assert re.fullmatch("[0-9a-f]{32}", span["traceId"]) and re.fullmatch("[0-9a-f]{16}", span["spanId"])
                    begin, end = int(span["startTimeUnixNano"]), int(span["endTimeUnixNano"])
                    assert isinstance(span["startTimeUnixNano"], str) and begin <= end and span["kind"] in (1, 2)
                    attributes = {a["key"]: next(iter(a["value"].values())) for a in span["attributes"]}
                    yield {"service": of["service.name"], "name": span["name"], "traceId": span["traceId"],
                           "spanId": span["spanId"], "parentSpanId": span.get("parentSpanId"), "took": (end - begin) / 1e9,
                           "authorization": self.headers.get("Authorization"), **attributes}

    def log_message(self, *arguments):
        pass


http.server.HTTPServer(("127.0.0.1", int(sys.argv[1])), Collector).serve_forever()
