#!/usr/bin/env bats
# What only a machine with cgroup version 2 and an older Landlock can show. tests/vm/run makes one.

load ../bats/helpers

@test "vm: doctor shows cgroup version 2 and Landlock ABI 2" {
	command_run doctor
	assert_exit 0
	assert_field '.layers[] | select(.name == "cgroup") | "\(.state) \(.version)"' 'on 2'
	assert_field '.layers[] | select(.name == "landlock") | "\(.state) \(.version)"' 'on 2'
	assert_field '.layers[] | select(.name == "namespaces") | .state' on
}

@test "vm: a run is in a cgroup of version 2, and its verdicts are" {
	execute python 'print(1)' '{limits: {memoryMB: 64}}'
	assert_status success
	assert_field .isolation.cgroup 2
	assert_field .memorySource 'cgroup v2'
	execute python 'data = bytearray(200 << 20)
for at in range(0, len(data), 4096): data[at] = 1' '{limits: {memoryMB: 64}}'
	assert_status memory_limit
	assert_field .limit.source 'cgroup oom_kill'
}

@test "vm: a compiler and its program are counted each for itself" {
	requires_language cpp
	execute cpp 'int main() { return 0; }'
	assert_status success
	assert_true '.memoryUsed < 16 * 1048576'
}

@test "vm: truncate by path is refused where Landlock does not cover it" {
	execute python '
import os
open("mine", "w").write("abc")
os.truncate("mine", 1)'
	assert_status runtime_error
}

@test "vm: in a delegated cgroup the guests are below it, and not at the top" {
	local part=/sys/fs/cgroup/part
	mkdir "$part"
	setfattr -n user.delegate -v 1 "$part" 2>/dev/null || python3 -c "import os; os.setxattr('$part', 'user.delegate', b'1')"
	request python 'import time; time.sleep(60)' '{timeout: 60}' >"$BATS_TEST_TMPDIR/request"
	bash -c "echo 0 >$part/cgroup.procs; exec $CODEX_PREFIX/bin/codex-run" <"$BATS_TEST_TMPDIR/request" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" 3>&- &
	local runner=$! found=
	for _ in {1..100}; do
		found=$(find "$part" -mindepth 1 -maxdepth 1 -name 'codex-run-*-*')
		[ -z "$found" ] || break
		sleep 0.2
	done
	local at_top
	at_top=$(find /sys/fs/cgroup -maxdepth 1 -name 'codex-run-*-*')
	kill "$runner" || fail "it ended too early"
	wait "$runner" || true
	[ -n "$found" ] || fail "there is none below it"
	[ -z "$at_top" ] || fail "there is one at the top"
}

# As in a unit of systemd with Delegate=: the cgroup belongs to the service's user, and a script and its nginx are in it.
@test "vm: a plain user whose cgroup is delegated with other processes in it gets cgroups for its runs" {
	local part=/sys/fs/cgroup/unit
	mkdir "$part"
	echo "+memory +pids +cpu" >/sys/fs/cgroup/cgroup.subtree_control
	python3 -c "import os; os.setxattr('$part', 'user.delegate', b'1')"
	chown -R 12345:12345 "$part"
	install -d -o 12345 -m 711 "$BATS_TEST_TMPDIR/state"
	request python 'data = bytearray(200 << 20)
for at in range(0, len(data), 4096): data[at] = 1' '{limits: {memoryMB: 64}}' >"$BATS_TEST_TMPDIR/request"
	# The first line is the script's: it goes on beside what it starts.
	bash -c "echo 0 >$part/cgroup.procs; exec setpriv --reuid 12345 --regid 12345 --clear-groups bash -c '
		sleep 300 3>&- & echo \$! >&2
		CODEX_STATE_DIR=$BATS_TEST_TMPDIR/state $CODEX_PREFIX/bin/codex-run; kill \$!'" <"$BATS_TEST_TMPDIR/request" \
		>"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" || true
	assert_field .status memory_limit
	assert_field .isolation.cgroup 2
	assert_field .limit.source 'cgroup oom_kill'
}
