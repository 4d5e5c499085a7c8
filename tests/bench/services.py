"""Services to measure: started behind their nginx, asked by a client that costs next to nothing, and looked into."""
import json
import os
import socket
import subprocess
import sys
import time

from contenders import BUILD, CODEX_RUN, TOP, Sample, answer_of

HTTP = os.path.join(BUILD, "bench-http")
TICKS = os.sysconf("SC_CLK_TCK")


def free_port():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return listener.getsockname()[1]


def knows_warm():
    """Whether this build has warm starts to switch on and off."""
    env = {"PATH": "/usr/bin:/bin", "CODEX_WARM": "0", "CODEX_STATE_DIR": os.environ["CODEX_STATE_DIR"]}
    return subprocess.run([os.path.join(BUILD, "codex-fcgi"), "--settings"], env=env, stdout=subprocess.DEVNULL,
                          stderr=subprocess.DEVNULL, check=False).returncode == 0


def prepare(language, state):
    """What is compiled beforehand is there: a service does it when it has started, and people do it when they have installed."""
    subprocess.run([CODEX_RUN, "prepare", language], env={"PATH": "/usr/bin:/bin", "CODEX_STATE_DIR": state}, check=True,
                   stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def processes():
    """{pid: (parent, name, CPU seconds with those of children that have ended)}"""
    found = {}
    for pid in filter(str.isdigit, os.listdir("/proc")):
        try:
            with open(f"/proc/{pid}/stat", encoding="utf-8", errors="replace") as file:
                name, rest = file.read().split("(", 1)[1].rsplit(")", 1)
        except OSError:
            continue
        fields = rest.split()
        found[int(pid)] = (int(fields[1]), name, sum(int(ticks) for ticks in fields[11:15]) / TICKS)
    return found


class Service:
    """One instance of a language; `variables` are set for it."""

    def __init__(self, folder, language, variables):
        self.port = free_port()
        self.log = os.path.join(folder, "log")
        os.makedirs(folder)
        os.chmod(folder, 0o755)
        env = {"PATH": os.environ["PATH"], "CODEX_SERVE_DIR": folder, "CODEX_HTTP_PORT": str(self.port),
               "CODEX_SERVICE": "bench", **variables}
        with open(self.log, "w", encoding="utf-8") as log:
            self.process = subprocess.Popen([os.path.join(TOP, "scripts", "serve-one"), language], env=env, cwd="/",
                                            stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        self.client = None
        self.slots = self.wait_until_healthy()
        prepare(language, os.path.join(folder, "bench", "state"))
        self.client = subprocess.Popen([HTTP, str(self.port), "/execute"], stdin=subprocess.PIPE,
                                       stdout=subprocess.PIPE, text=True)

    def fail(self, what):
        with open(self.log, encoding="utf-8", errors="replace") as file:
            sys.exit(f"the service {what}:\n{file.read()[-1500:]}")

    def wait_until_healthy(self):
        for _ in range(600):
            health = subprocess.run(["curl", "-s", f"http://127.0.0.1:{self.port}/health"], capture_output=True,
                                    text=True, check=False).stdout
            if health and json.loads(health)["status"] == "healthy":
                return json.loads(health)["slots"]["total"]
            if self.process.poll() is not None:
                break
            time.sleep(0.1)
        return self.fail("does not start")

    def settle(self):
        """Until it has made what it makes beforehand when it has nothing to do."""
        before = -1
        for _ in range(120):
            now = self.cpu_seconds()
            if now - before < 0.05:
                return
            before = now
            time.sleep(1)
        print("the service has not come to rest in two minutes: its figures have other work in them", file=sys.stderr)

    def ask(self, request):
        self.client.stdin.write(request + "\n")
        self.client.stdin.flush()
        took, status, answer = self.client.stdout.readline().split("\t", 2)
        if status != "200":
            self.fail(f"answered {status}, {answer[:300]}")
        return answer_of(Sample(float(took), None, answer), "the service")

    def press(self, request, clients, seconds):
        """That many clients without pause; what bench-http says of it."""
        done = subprocess.run([HTTP, str(self.port), "/execute", str(clients), str(seconds)], input=request,
                              capture_output=True, text=True, check=True)
        answer = json.loads(done.stdout)
        if set(answer["answers"]) - {"200"}:
            self.fail(f"answered {answer['answers']} to {clients} clients")
        return answer

    def tree(self):
        """Its processes, as processes() has them."""
        everybody, family = processes(), {self.process.pid}
        while True:
            more = {pid for pid, (parent, *_) in everybody.items() if parent in family} - family
            if not more:
                return {pid: everybody[pid] for pid in family if pid in everybody}
            family |= more

    def cpu_seconds(self):
        return sum(seconds for *_, seconds in self.tree().values())

    def memory(self):
        """{name of a program: {count, pssMB}}: what a machine with this service alone has less."""
        found = {}
        for pid, (_, name, _) in self.tree().items():
            try:
                with open(f"/proc/{pid}/smaps_rollup", encoding="utf-8") as file:
                    pss = [int(line.split()[1]) for line in file if line.startswith("Pss:")]
            except OSError:
                continue
            row = found.setdefault(name, {"count": 0, "pssMB": 0})
            row["count"] += 1
            row["pssMB"] = round(row["pssMB"] + sum(pss) / 1024, 3)
        return found

    def stop(self):
        if self.client:
            self.client.stdin.close()
            self.client.wait()
        self.process.terminate()
        self.process.wait()
