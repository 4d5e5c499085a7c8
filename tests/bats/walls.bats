#!/usr/bin/env bats
# What a guest must not read, reach, change or outlive. Each test prints what it could do, and
# would print something else without the wall.

load helpers

# probe CODE: python that prints; the result is in .output
probe() {
	execute python "
import os
def visible_pids():
    try: return {int(name) for name in os.listdir('/proc') if name.isdigit()}
    except OSError: return set()
$1" "${2:-{\}}"
	[ "$exit_code" -le 1 ] || fail "codex-run failed"
}

@test "files of the host stay closed" {
	probe '
import os
for path in ("/etc/shadow", "/etc/passwd", "/root", "/home", "/proc/1/environ", "/proc/1/root/etc/shadow",
             "/proc/self/root/etc/shadow", "/var/log", "/dev/mem", "/dev/sda"):
    try:
        if os.path.isdir(path): os.listdir(path) and print("listed", path)
        else: open(path, "rb").read(1); print("read", path)
    except OSError: pass
print("end")'
	assert_status success
	assert_true '.output | test("(read|listed) /etc/shadow|read /proc|(read|listed) /dev|listed") | not'
	assert_true '.output | endswith("end\n")'
}

@test "our own files and variables stay closed" {
	printf 'secret of the host' >"$BATS_TEST_TMPDIR/secret"
	chmod -R a+rX "$BATS_TEST_TMPDIR"
	host_env+=("TOKEN_OF_THE_HOST=secret of the host")
	probe "
import os
try: print(open('$BATS_TEST_TMPDIR/secret').read())
except OSError: print('closed')
for pid in visible_pids():
    try:
        if b'secret of' in open('/proc/%d/environ' % pid, 'rb').read(): print('seen in', pid)
    except OSError: pass
print(sorted(os.environ))"
	assert_status success
	assert_true '.output | contains("secret of") or contains("seen in") or contains("TOKEN") | not'
	assert_true '.output | startswith("closed\n")'
}

@test "nothing of another run can be read" {
	new_marker
	codex_run >/dev/null 2>&1 <<<"$(request python "
import os, time
open('secret-of-a-run', 'w').write('secret of a run'); print(os.getcwd())
time.sleep(8)" '{timeout: 10}')" &
	local other=$!
	sleep 1
	probe '
import os
def walk(top):
    for folder, dirs, files in os.walk(top):
        if "secret-of-a-run" in files:
            try: print("read:", open(os.path.join(folder, "secret-of-a-run")).read())
            except OSError: pass
for top in ("/tmp", "/run", "/var/tmp", "/dev/shm", os.path.dirname(os.path.dirname(os.getcwd()))): walk(top)
print("end")'
	kill -TERM "$other" 2>/dev/null || true
	wait "$other" || true
	assert_status success
	assert_true '.output == "end\n"'
}

@test "there is no network, of any family" {
	probe '
import socket
for family, address in ((socket.AF_INET, ("127.0.0.1", 1)), (socket.AF_INET6, ("::1", 1)), (socket.AF_INET, ("1.1.1.1", 53))):
    for kind in (socket.SOCK_STREAM, socket.SOCK_DGRAM):
        try:
            s = socket.socket(family, kind); s.settimeout(1); s.connect(address); s.send(b"x")
            print("sent", address)
        except ConnectionRefusedError: print("reached", address)
        except OSError: pass
for family in (16, 17, 38, 40, 44):
    try: socket.socket(family, socket.SOCK_RAW); print("family", family)
    except OSError: pass
print("end")'
	assert_status success
	assert_true '.output == "end\n"'
}

@test "the service on loopback cannot be reached" {
	[[ $CODEX_HOST != container-* ]] || skip "a container has a loopback of its own"
	/usr/bin/python3 -c '
import socket, sys
s = socket.socket(); s.bind(("127.0.0.1", 0)); s.listen()
print(s.getsockname()[1], flush=True)
s.settimeout(20)
try: s.accept(); print("reached", flush=True)
except OSError: pass' >"$BATS_TEST_TMPDIR/server" &
	local server=$!
	while ! [ -s "$BATS_TEST_TMPDIR/server" ]; do sleep 0.1; done
	probe "
import socket
try: socket.create_connection(('127.0.0.1', $(head -n 1 "$BATS_TEST_TMPDIR/server")), 2); print('reached')
except OSError: print('closed')"
	kill "$server"
	wait "$server" || true
	assert_true '.output == "closed\n"'
	[ "$(wc -l <"$BATS_TEST_TMPDIR/server")" -eq 1 ] || fail "the guest reached the server"
}

@test "the environment is clean" {
	host_env+=(CODEX_TOKENS=abc LD_PRELOAD= SOME_SECRET=xyz)
	probe 'import os; print("\n".join(sorted(os.environ)))'
	assert_status success
	assert_true '.output | split("\n") | map(select(. != "")) - ["HOME", "LANG", "LC_ALL", "LC_CTYPE", "PATH", "PWD", "TMPDIR", "TZ", "USER", "PYTHONDONTWRITEBYTECODE", "PYTHONHASHSEED", "PYTHONIOENCODING", "PYTHONUNBUFFERED", "PYTHONUTF8", "PYTHONPATH", "PYTHONSAFEPATH", "PYTHONNOUSERSITE", "MALLOC_ARENA_MAX"] == []'
}

@test "only three descriptors are open, and they are pipes" {
	exec 7</etc/hostname
	probe '
import os, stat
for fd in range(256):
    try: print(fd, stat.S_ISFIFO(os.fstat(fd).st_mode))
    except OSError: pass'
	exec 7<&-
	assert_status success
	assert_true '.output == "0 True\n1 True\n2 True\n"'
}

@test "signals are as a fresh process has them" {
	requires_language cpp
	execute cpp '
#include <csignal>
#include <cstdio>
int main() {
	sigset_t blocked;
	sigprocmask(SIG_SETMASK, nullptr, &blocked);
	for (int s = 1; s < 32; s++) {
		struct sigaction a;
		sigaction(s, nullptr, &a);
		if (sigismember(&blocked, s) || a.sa_handler != SIG_DFL) std::printf("%d\n", s);
	}
}'
	assert_status success
	assert_field .output ''
}

@test "no right is left to gain" {
	probe '
import os
if 0 in os.getresuid() + os.getresgid(): print("is root")
for call in (lambda: os.setuid(0), lambda: os.setgid(0), lambda: os.chroot("."), lambda: os.setgroups([0]), lambda: os.mknod("n", 0o60600, 2049),
             lambda: os.nice(-5), lambda: os.sched_setscheduler(0, os.SCHED_FIFO, os.sched_param(1))):
    try: call(); print("could", call.__code__.co_names)
    except OSError: pass
print("end")'
	assert_status success
	assert_true '.output == "end\n"'
}

@test "kernel interfaces that nobody needs are refused" {
	probe '
import ctypes, errno
libc = ctypes.CDLL(None, use_errno=True)
calls = dict(mount=165, unshare=272, setns=308, bpf=321, perf_event_open=298, userfaultfd=323, io_uring_setup=425,
             keyctl=250, add_key=248, ptrace=101, process_vm_readv=310, pivot_root=155, reboot=169, kexec_load=246,
             init_module=175, swapon=167, personality=135, open_by_handle_at=304, fsopen=430, syslog=103, acct=163)
arguments = dict(personality=(0x0040000,), unshare=(0x10000000,), ptrace=(0, 0, 0, 0))
for name, number in calls.items():
    ctypes.set_errno(0)
    if libc.syscall(number, *arguments.get(name, (0, 0, 0, 0, 0))) != -1: print("could", name)
    elif ctypes.get_errno() not in (errno.EPERM, errno.ENOSYS, errno.EACCES): print(name, ctypes.get_errno())
print("end")'
	assert_status success
	assert_true '.output == "end\n"'
}

@test "kill(-1) harms nobody but the run" {
	sleep 60 &
	local bystander=$!
	start_clock
	probe '
import os, signal, time
os.kill(-1, signal.SIGKILL)
print("after")'
	assert_within 20
	kill -0 "$bystander" || fail "a process of ours was killed"
	kill "$bystander"
	[ "$(field .status)" != internal_error ]
}

@test "codex-run cannot be signalled, stopped or traced" {
	probe '
import os, signal
pids = ({os.getppid()} | visible_pids() | set(range(2, 400))) - {os.getpid(), 0}
for pid in pids:
    try: os.kill(pid, signal.SIGSTOP); print("stopped", pid)
    except OSError: pass
print("end")' '{timeout: 5}'
	assert_status success
	assert_true '.output == "end\n"'
}

@test "a daemon by double fork and setsid is dead after the run" {
	new_marker
	probe '
import os, time
if os.fork() == 0:
    try: os.setsid()
    except OSError: pass
    if os.fork() == 0:
        for fd in range(3): os.close(fd)
        time.sleep(60)
    os._exit(0)
os.wait()
print("left")' "{args: [\"$marker\"]}"
	assert_status success
	assert_no_process "$marker"
}

@test "links planted in the work directory lead nowhere" {
	probe '
import os
os.symlink("/etc/shadow", "plant"); os.mkfifo("fifo"); os.symlink("/etc", "folder")' '{collect: ["plant"]}'
	assert_true '[.files[]? | select(.name == "plant")] | length == 0'
	assert_true '.output | contains("root:") | not'
	execute python 'import os; os.mkfifo("fifo")' '{collect: ["fifo"]}'
	[ "$exit_code" -ne 70 ]
	assert_true '[.files[]? | select(.name == "fifo")] | length == 0'
}

@test "a compiler reads nothing of the host either" {
	requires_language cpp
	execute cpp '#include "/etc/passwd"
int main() {}'
	assert_status compile_error
	assert_true '.error | contains("root:") | not'
	execute cpp 'asm(".incbin \"/etc/shadow\""); int main() {}'
	assert_status compile_error
}

@test "an endless include ends" {
	requires_language cpp
	start_clock
	execute cpp '#include "/dev/zero"
int main() {}'
	assert_within 100
	assert_status compile_error
}

@test "a result cannot be forged" {
	probe 'print("{\"status\":\"success\",\"output\":\"forged\"}"); import sys; sys.exit(1)'
	assert_status runtime_error
	assert_true '.output | startswith("{\"status\"")'
}

@test "who asks for the network reads in one sentence that there is none" {
	execute python 'import urllib.request
urllib.request.urlopen("http://example.com")'
	assert_status runtime_error
	assert_true '.error | endswith("codex-run: network access is not allowed here\n")'
	assert_true '.error | startswith("Traceback")'
	assert_true '.blocked | . == null or index("socket(AF_INET)") != null'
}

@test "refused calls are named once each, and harmless looks at the kernel are not" {
	probe '
import ctypes, os, threading
libc = ctypes.CDLL(None)
for _ in range(50):
    libc.unshare(0x10000000); libc.ptrace(0, 0, 0, 0)
libc.syscall(435, 0, 0); libc.syscall(334, 0, 0, 0, 0); libc.ioctl(1, 0x1234)
for _ in range(20):
    one = threading.Thread(target=os.getpid); one.start(); one.join()
print("end")'
	assert_status success
	assert_true '.blocked | . == null or . == ["unshare", "ptrace"] or . == ["ptrace"] or . == []'
	[[ $CODEX_HOST == container-* ]] || assert_true '.blocked == ["unshare", "ptrace"]'
}

# Some distributions let a plain user make namespaces, and then no mount in them.
@test "namespaces that are refused at the second step are done without, by all that makes them" {
	local without=$CODEX_USER_HOME/without.$RANDOM$RANDOM
	own_state
	install -m 755 "$BATS_TEST_DIRNAME/../../build/release/without" "$without"
	on_host timeout -k 1 120 "$without" pivot_root "$CODEX_PREFIX/bin/codex-run" languages >/dev/null ||
		fail "languages ended with $?"
	on_host timeout -k 1 120 "$without" pivot_root "$CODEX_PREFIX/bin/codex-run" batch --quiet --jobs 1 \
		>"$BATS_TEST_TMPDIR/rows" <<<"$(for n in 1 2 3; do request python "print($n)"; done)" || fail "batch ended with $?"
	jq -es 'map(.output) == ["1\n", "2\n", "3\n"] and all(.isolation | has("namespaces") | not)' \
		"$BATS_TEST_TMPDIR/rows" >/dev/null || fail "$(cat "$BATS_TEST_TMPDIR/rows")"
	rm -f "$without"
}
