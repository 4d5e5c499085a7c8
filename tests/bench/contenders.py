"""The same program by each contender: the plain commands, other sandboxes, and codex-run.

A contender is called with a source that nobody has seen before, so that a language that compiles does so each time; it
returns a Sample. What is started is started by posix_spawn(), which costs next to nothing, in the folder of the row.
"""
import collections
import ctypes
import glob
import json
import os
import random
import shutil
import statistics
import subprocess
import sys
import time

TOP = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
BUILD = os.path.join(TOP, "build", "release")
CODEX_RUN = os.path.join(BUILD, "codex-run")
TYPESCRIPT = os.path.join(TOP, "languages", "typescript")
TSC = os.path.join(TYPESCRIPT, "node_modules", ".bin", "tsc")
BROKEN = "{where} ended with {status}: {text}"

Sample = collections.namedtuple("Sample", "ms cpu_ms output")
# source: its name; commands: as people type them, C++ of the standard that codex-run compiles; compiled: the last command
# alone; extension: in programs/
Language = collections.namedtuple("Language", "source commands comment extension")

LANGUAGES = {
    "python": Language("main.py", ["/usr/bin/python3 main.py"], "# {n}\n", "py"),
    "javascript": Language("main.js", ["/usr/bin/node main.js"], "// {n}\n", "js"),
    "typescript": Language("main.ts", [TSC + " main.ts", "/usr/bin/node main.js"], "// {n}\n", "ts"),
    "java": Language("Main.java", ["/usr/bin/javac Main.java", "/usr/bin/java Main"], "// {n}\n", "java"),
    "c": Language("main.c", ["/usr/bin/gcc -O2 main.c -o prog -lm", "./prog"], "// {n}\n", "c"),
    "cpp": Language("main.cpp", ["/usr/bin/g++ -std=gnu++20 -O2 main.cpp -o prog", "./prog"], "// {n}\n", "cpp"),
    "go": Language("main.go", ["/usr/bin/go build -o prog main.go", "./prog"], "// {n}\n", "go"),
    "rust": Language("main.rs", ["/usr/bin/rustc -O -o prog main.rs", "./prog"], "// {n}\n", "rs"),
}


def available(language):
    return all(shutil.which(command.split()[0]) for command in LANGUAGES[language].commands if command[0] == "/")


def program(language, name):
    """The text of a program: hello is the one of scripts/hello, the others are in programs/."""
    extension = LANGUAGES[language].extension
    path = os.path.join(TOP, "scripts", "hello", f"{language}.{extension}") if name == "hello" else \
        os.path.join(TOP, "tests", "bench", "programs", language, f"{name}.{extension}")
    with open(path, encoding="utf-8") as file:
        return file.read()


def children():
    with open(f"/proc/self/task/{os.getpid()}/children", encoding="ascii") as file:
        return set(map(int, file.read().split()))


def adopt():
    """What a command leaves behind becomes ours, and its CPU time is known: the guardian that clears a sandbox away."""
    ctypes.CDLL(None).prctl(36, 1, 0, 0, 0)  # PR_SET_CHILD_SUBREAPER


def spawn(argv, env, stdin="/dev/null"):
    """Run a command that must succeed, in the current folder. Its output is read from a pipe, as who runs others' programs
    does it: Node is 2 ms faster with a file, and no guest of codex-run's has one. What it leaves behind is waited for, and
    not timed."""
    output, writer = os.pipe()
    actions = [(os.POSIX_SPAWN_OPEN, 0, stdin, os.O_RDONLY, 0), (os.POSIX_SPAWN_DUP2, writer, 1),
               (os.POSIX_SPAWN_OPEN, 2, "../stderr", os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o666)]
    before = children()
    start = time.perf_counter_ns()
    pid = os.posix_spawn(argv[0], argv, env, file_actions=actions)
    os.close(writer)
    with open(output, encoding="utf-8") as file:
        text = file.read()
    _, status, usage = os.wait4(pid, 0)
    took = (time.perf_counter_ns() - start) / 1e6
    cpu = usage.ru_utime + usage.ru_stime
    for orphan in children() - before:
        usage = os.wait4(orphan, 0)[2]
        cpu += usage.ru_utime + usage.ru_stime
    if status:
        with open("../stderr", encoding="utf-8", errors="replace") as file:
            sys.exit(BROKEN.format(where=" ".join(argv), status=status, text=file.read()[:500]))
    return Sample(took, cpu * 1e3, text)


def answer_of(sample, where):
    """The program's output in place of the JSON around it."""
    answer = json.loads(sample.output)
    if answer["status"] != "success":
        sys.exit(BROKEN.format(where=where, status=answer["status"], text=answer.get("error")))
    return sample._replace(output=answer["output"])


class Row:
    """One program of one language; `folder` is made, and becomes the current one. With `compiled`, what the plain commands
    make of it is made at once, and its last command is all that is measured: the source is the same each time."""

    serial = time.time_ns()

    def __init__(self, folder, language, text, compiled=False):
        self.language = language
        self.spec = LANGUAGES[language]
        self.text = text
        self.work = os.path.join(folder, "work")
        os.makedirs(self.work)
        os.chmod(self.work, 0o777)
        os.chdir(self.work)
        self.cache = os.path.join(folder, "..", "go-cache")
        os.makedirs(self.cache, exist_ok=True)
        self.env = {"PATH": "/usr/bin:/bin", "HOME": folder}
        if language == "go":
            self.env["GOCACHE"] = os.path.realpath(self.cache)
        self.compiled = False
        if compiled:
            self.plain()
            self.compiled = True

    def fresh(self):
        Row.serial += not self.compiled
        return self.text + self.spec.comment.format(n=Row.serial)

    def argv(self):
        # One command is started as it is; more than one by a shell, inside each of the others too.
        commands = self.spec.commands[-1:] if self.compiled else self.spec.commands
        return commands[0].split() if len(commands) == 1 else ["/bin/sh", "-c", " && ".join(commands)]

    def write(self, text):
        with open(self.spec.source, "w", encoding="utf-8") as file:
            file.write(text)

    def plain(self):
        self.write(self.fresh())
        return spawn(self.argv(), self.env)

    def request(self, text):
        return json.dumps({"language": self.language, "code": text})

    def codex_run(self):
        with open("../request.json", "w", encoding="utf-8") as file:
            file.write(self.request(self.fresh()))
        env = {"PATH": "/usr/bin:/bin", "CODEX_STATE_DIR": os.environ["CODEX_STATE_DIR"]}
        return answer_of(spawn([CODEX_RUN], env, "../request.json"), "codex-run")

    def inside(self, argv):
        """bubblewrap's way to the same command, with the walls that a careful person puts up."""
        binds = ["/usr", "/etc/alternatives", "/etc/ld.so.cache", "/etc/localtime", TYPESCRIPT] + glob.glob("/etc/java-*-openjdk")
        box = ["/usr/bin/bwrap", "--unshare-pid", "--unshare-net", "--unshare-ipc", "--unshare-uts",
               "--unshare-cgroup-try", "--die-with-parent", "--new-session", "--clearenv", "--tmpfs", "/tmp"]
        for path in binds:
            box += ["--ro-bind-try", path, path]
        box += ["--symlink", "usr/bin", "/bin", "--symlink", "usr/lib", "/lib", "--symlink", "usr/lib64", "/lib64",
                "--proc", "/proc", "--dev", "/dev", "--bind", self.work, "/box"]
        if "GOCACHE" in self.env:
            box += ["--bind", self.env["GOCACHE"], "/go-cache", "--setenv", "GOCACHE", "/go-cache"]
        return box + ["--setenv", "PATH", "/usr/bin:/bin", "--setenv", "HOME", "/tmp", "--chdir", "/box"] + argv

    def bubblewrap(self):
        self.write(self.fresh())
        # Its CPU time is not to be had: who waits for it is no parent of what runs.
        return spawn(self.inside(self.argv()), {})._replace(cpu_ms=None)


# ---- what comes of the samples ----

def spread(values):
    """Median, quartiles and the 99th percentile (the largest, below a hundred values)."""
    values = sorted(values)
    low, _, high = statistics.quantiles(values, n=4, method="inclusive") if len(values) > 1 else values * 3
    return {"n": len(values), "p50": round(statistics.median(values), 3), "q1": round(low, 3), "q3": round(high, 3),
            "p99": round(values[min(len(values) - 1, len(values) * 99 // 100)], 3)}


def measure(contenders, rounds, seconds):
    """Let them take turns, in an order drawn anew for each round: at least `rounds` times, and up to ten times as often
    while `seconds` have not passed. The first contender is what the others are compared with."""
    names = list(contenders)
    samples = {name: [] for name in names}
    expected = contenders[names[0]]().output
    for name in names:  # caches of files and of compilers
        contenders[name]()
    end = time.monotonic() + seconds
    while len(samples[names[0]]) < rounds or (len(samples[names[0]]) < 10 * rounds and time.monotonic() < end):
        order = random.sample(names, len(names))
        for name in order:
            sample = contenders[name]()
            if sample.output != expected:
                sys.exit(BROKEN.format(where=name, status="another output", text=sample.output[:500]))
            samples[name].append(sample)
    row = {}
    for name in names:
        row[name] = spread([sample.ms for sample in samples[name]])
        faster = spread([base.ms / own.ms for base, own in zip(samples[names[0]], samples[name])])
        row[name]["faster"] = {key: faster[key] for key in ("p50", "q1", "q3")}
        if samples[name][0].cpu_ms is not None:
            row[name]["cpu"] = round(statistics.median(sample.cpu_ms for sample in samples[name]), 3)
    return row


def state_dir(folder):
    path = os.path.join(folder, "state")
    os.mkdir(path, 0o711)
    os.chmod(path, 0o711)
    return path


def machine():
    with open("/proc/cpuinfo", encoding="utf-8") as file:
        model = [line.split(":")[1].strip() for line in file if line.startswith("model name")]
    commit = subprocess.run(["git", "-C", TOP, "rev-parse", "--short", "HEAD"], capture_output=True, text=True, check=False)
    return {"kernel": os.uname().release.partition("-")[0], "cpus": os.cpu_count(), "model": model[0] if model else "unknown",
            "commit": commit.stdout.strip() or None}
