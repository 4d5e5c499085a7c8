#!/usr/bin/env bats
# What the kernel counts for a run as a whole, where it lets us; and that nothing of it stays.

load helpers

setup() {
	layer_is_on cgroup || without=1
}

needs_cgroup() {
	[ -z "${without:-}" ] || skip "this host grants no cgroup"
}

# Of the test's own state directory, which is in their names.
cgroups_left() { find /sys/fs/cgroup -maxdepth 3 -type d -name "codex-run-$(printf %x "$(stat -c %i "$state")")-[0-9]*" 2>/dev/null; }

# What is gone within seconds is not left.
assert_no_cgroup() {
	local left _
	for _ in {1..20}; do
		left=$(cgroups_left)
		[ -n "$left" ] || return 0
		sleep 0.2
	done
	fail "cgroups are left: $left"
}

hungry='
data = []
while True: data.append(bytearray(1 << 20))'

# Version 2 ends a hungry run itself. In version 1, and where files are memory, files have room of their own in the
# cgroup, and the sampler is first.
assert_source() {
	if [ "$(field .isolation.cgroup)" = 2 ]; then
		assert_field .limit.source 'cgroup oom_kill'
	else
		assert_true '.limit.source | test("^(sampler|cgroup oom_kill)$")'
	fi
}

@test "memory: the verdict says who saw it" {
	needs_cgroup
	execute python "$hungry" '{limits: {memoryMB: 32}}'
	assert_status memory_limit
	assert_limit memory
	assert_source
	assert_true '.isolation.cgroup == 1 or .isolation.cgroup == 2'
}

@test "memory: what several processes hold adds up, and one that is killed ends the run" {
	needs_cgroup
	execute python '
import os, time
for i in range(4):
    if os.fork() == 0:
        data = bytearray(16 << 20)
        for at in range(0, len(data), 4096): data[at] = 1
        time.sleep(30)
time.sleep(30)' '{limits: {memoryMB: 40}, timeout: 20}'
	assert_status memory_limit
	assert_source
	assert_true '.executionTime < 10'
}

@test "memory: shared pages count once" {
	# Without a cgroup and without a look into the processes of another uid they count once for each: documented.
	[ "$CODEX_HOST" != container-root ] || needs_cgroup
	execute python '
import os
data = bytearray(40 << 20)
for at in range(0, len(data), 4096): data[at] = 1
for i in range(3):
    if os.fork() == 0:
        sum(data[::4096])
        os._exit(0)
for i in range(3): os.wait()
print("shared")' '{limits: {memoryMB: 100}}'
	assert_status success
	assert_true '.output == "shared\n"'
}

@test "memory: an honest program with many files is not mistaken for a hungry one" {
	execute python '
block = b"x" * (1 << 20)
for name in range(3):
    with open(f"f{name}", "wb") as f:
        for i in range(15): f.write(block)
for turn in range(5):
    for name in range(3):
        with open(f"f{name}", "rb") as f:
            while f.read(1 << 20): pass
data = bytearray(24 << 20)
for at in range(0, len(data), 4096): data[at] = 1
print("honest")' '{limits: {memoryMB: 48}}'
	assert_status success
	assert_true '.output == "honest\n"'
}

@test "memory: what is measured is the run's, and not that of the run before" {
	execute python 'data = bytearray(60 << 20)
for at in range(0, len(data), 4096): data[at] = 1'
	assert_status success
	assert_true '.memoryUsed > 60 * 1048576 and .memoryUsed < 100 * 1048576'
	execute python 'pass'
	assert_true '.memoryUsed < 40 * 1048576'
}

@test "processes: the verdict names the cgroup" {
	needs_cgroup
	execute python '
import os, time
for i in range(40):
    if os.fork() == 0:
        time.sleep(30)' '{limits: {processes: 16}, timeout: 20}'
	assert_status runtime_error
	assert_limit processes
	assert_field .limit.source 'cgroup pids.max'
}

@test "processes: a run that copes with a refused fork is a success, and still told" {
	needs_cgroup
	execute python '
import os, time, signal
pids = []
try:
    while True:
        pid = os.fork()
        if pid == 0: time.sleep(30)
        pids.append(pid)
except BlockingIOError:
    print(len(pids))
for pid in pids: os.kill(pid, signal.SIGKILL)' '{limits: {processes: 8}, timeout: 20}'
	assert_status success
	assert_true '.output == "7\n"'
	assert_limit processes
}

@test "cpuTime: the time of a daemon counts" {
	execute python '
import os, time
if os.fork() == 0:
    os.setsid()
    if os.fork() == 0:
        while True: pass
    os._exit(0)
time.sleep(30)' '{limits: {cpuTime: 0.5}, timeout: 20}'
	if [ "$CODEX_HOST" != user ] && [ "$CODEX_HOST" != container-user ] || layer_is_on namespaces; then
		assert_status timeout
		assert_limit cpu
	fi
}

@test "nothing is left after a run, nor after SIGKILL on codex-run" {
	needs_cgroup
	own_state
	execute python 'print(1)'
	assert_status success
	assert_no_cgroup
	request python 'import time; time.sleep(60)' '{timeout: 30}' >"$BATS_TEST_TMPDIR/request"
	codex_run <"$BATS_TEST_TMPDIR/request" >/dev/null 2>&1 3>&- &
	local runner=$! _
	for _ in {1..50}; do
		[ -z "$(cgroups_left)" ] || break
		sleep 0.1
	done
	[ -n "$(cgroups_left)" ]
	kill -KILL "$runner" "$(pgrep -P "$runner" | head -n 1)" 2>/dev/null || kill -KILL "$runner"
	assert_no_cgroup
}

@test "CODEX_DISABLE=cgroup: the same answers, seen by others" {
	host_env+=(CODEX_DISABLE=cgroup)
	execute python "$hungry" '{limits: {memoryMB: 32}}'
	assert_status memory_limit
	assert_limit memory
	assert_true '.limit.source | startswith("cgroup") | not'
	assert_true '.isolation.cgroup == null'
	execute python 'print(1)'
	assert_status success
	assert_true '.memorySource | startswith("cgroup") | not'
}
