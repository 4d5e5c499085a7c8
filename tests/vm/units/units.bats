#!/usr/bin/env bats
# The units under a systemd of their own: tests/vm/run units.

load ../../bats/helpers

# An emulated processor is slow: some minutes at most.
wait_for() { # URL
	local _
	for _ in {1..300}; do
		curl -sf -m 20 "$1" >/dev/null && return 0
		sleep 1
	done
	journalctl --no-pager -n 40 >&2
	fail "nothing at $1"
}

# post URL REQUEST: the answer is the result that fields are read from.
post() {
	curl -s -m 900 -H 'Content-Type: application/json' -d "$2" "$1" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr"
	[ -s "$BATS_TEST_TMPDIR/stdout" ] || { journalctl --no-pager -n 40 >&2; fail "no answer"; }
}

setup_file() {
	systemd-sysusers
	systemd-tmpfiles --create codex-run.conf
	# An emulated processor on a busy machine: what is tested is not how fast.
	printf 'CODEX_%s=900\n' DEFAULT_TIMEOUT MAX_TIMEOUT DEFAULT_CPU_TIME MAX_CPU_TIME DRAIN_SECONDS >/etc/codex-run/codex-run.env
	mkdir -p /run/systemd/system/codex-fcgi@.service.d
	printf '[Service]\nTimeoutStopSec=1000\n' >/run/systemd/system/codex-fcgi@.service.d/patience.conf
	systemctl daemon-reload
	systemctl start codex-fcgi@python codex-gateway
}

@test "units: a run of a plain user has namespaces, Landlock, seccomp and a cgroup of version 2" {
	wait_for http://127.0.0.1:8001/health
	[ "$(ps -o user= -C codex-fcgi | sort -u)" = codex-run ]
	post http://127.0.0.1:8001/execute "$(request python 'print(6 * 7)')"
	assert_field .status success
	assert_field .output '42'
	assert_field .isolation.cgroup 2
	assert_field .memorySource 'cgroup v2'
	assert_true '.isolation | .namespaces and .seccomp and .no_new_privs and (.landlock > 0)'
}

@test "units: a run that is out of memory is killed by the kernel, and the service goes on" {
	local before
	before=$(systemctl show -P MainPID codex-fcgi@python)
	post http://127.0.0.1:8001/execute "$(request python 'data = bytearray(200 << 20)
for at in range(0, len(data), 4096): data[at] = 1' '{limits: {memoryMB: 64}}')"
	assert_field .status memory_limit
	assert_field .limit.source 'cgroup oom_kill'
	[ "$(systemctl show -P MainPID codex-fcgi@python)" = "$before" ]
	systemctl is-active codex-fcgi@python
}

@test "units: the processes of the service are in a leaf of their cgroup, the runs beside it" {
	local cgroup
	cgroup=/sys/fs/cgroup$(systemctl show -P ControlGroup codex-fcgi@python)
	[ -z "$(cat "$cgroup/cgroup.procs")" ]
	grep -q . "$cgroup/codex-run-supervisor/cgroup.procs"
	grep -q memory "$cgroup/cgroup.subtree_control"
}

# info_under LIMIT: what codex-run says of a machine in a unit with that limit. Without a bus there is no systemd-run.
info_under() {
	printf '[Service]\nType=oneshot\nExecStart=%s info\nStandardOutput=truncate:%s\n%s\n' "$CODEX_PREFIX/bin/codex-run" \
		"$BATS_TEST_TMPDIR/stdout" "$1" >/run/systemd/system/codex-limited.service
	systemctl daemon-reload
	systemctl start codex-limited
}

@test "units: the number of slots follows the limits of the unit" {
	"$CODEX_PREFIX/bin/codex-run" info --json >"$BATS_TEST_TMPDIR/stdout"
	assert_true '.slots > 1'
	info_under MemoryMax=300M
	assert_field .slots 1
	info_under CPUQuota=50%
	assert_field .slots 2
}

@test "units: what a run prints of the machine, its walls hide" {
	post http://127.0.0.1:8001/execute "$(request python '
import os
print(os.path.exists("/etc/codex-run"), os.path.exists("/var/lib/codex-serve"))')"
	assert_field .output 'False False'
}

@test "units: a reload loses nothing, and the gateway finds the instance" {
	wait_for http://127.0.0.1:8000/health
	systemctl reload codex-fcgi@python
	post http://127.0.0.1:8000/api/execute "$(request python 'print(1)')"
	assert_field .status success
}

@test "units: a variable that is wrong ends the unit, with its name in the journal and without a restart" {
	echo CODEX_SLOTS=none >/etc/codex-run/cpp.env
	systemctl start codex-fcgi@cpp || true
	local _
	for _ in {1..120}; do
		[ "$(systemctl show -P ActiveState codex-fcgi@cpp)" = failed ] && break
		sleep 1
	done
	[ "$(systemctl show -P ActiveState codex-fcgi@cpp)" = failed ]
	[ "$(systemctl show -P NRestarts codex-fcgi@cpp)" = 0 ]
	journalctl --no-pager -u codex-fcgi@cpp | grep -q 'CODEX_SLOTS'
}

@test "units: stop lets a run end, and leaves no process and no cgroup" {
	post http://127.0.0.1:8001/execute "$(request python 'import time; time.sleep(3); print("done")')" &
	local client=$! _
	for _ in {1..300}; do
		[ "$(curl -s -m 20 http://127.0.0.1:8001/health | jq .slots.busy)" != 1 ] || break
		sleep 1
	done
	systemctl stop codex-gateway codex-fcgi@python
	wait "$client"
	assert_field .output "done"
	[ "$(systemctl show -P Result codex-fcgi@python)" = success ]
	run ! pgrep -u codex-run
}
