#!/usr/bin/env bats
# Nothing of a run outlives it, however it ends.

load helpers

setup() {
	new_marker
}

wait_for_process() {
	local tries=200
	until pgrep -f -- "$1" >/dev/null; do
		((tries-- > 0)) || fail "the guest did not start"
		sleep 0.05
	done
}

# The shell's own child may be setpriv, env or the container's launcher. The oldest is codex-run
# itself; what it forks has the same command line.
codex_run_pid() { pgrep -o -f "^$CODEX_PREFIX/bin/codex-run"; }

@test "files of a run are removed" {
	execute python "
import os, tempfile
open('$marker', 'w').write('x')
os.makedirs('$marker-dir/' + '/'.join('d' * 50))
tempfile.NamedTemporaryFile(prefix='$marker', delete=False)
for folder in ('/tmp', '/var/tmp', '/dev/shm'):
    try: open(folder + '/$marker', 'w')
    except OSError: pass"
	assert_status success
	assert_no_file "$marker"
}

@test "files that refuse to be removed are removed" {
	execute python "
import os
os.mkdir('$marker'); open('$marker/f', 'w'); os.mkdir('$marker/$marker')
try: os.chmod('$marker', 0)
except OSError: pass"
	assert_status success
	assert_no_file "$marker"
}

@test "SIGTERM in the middle of a run: dead within a second or so, and nothing is left" {
	local pid code=0
	codex_run <<<"$(request python "
import time
open('$marker', 'w').write('x')
time.sleep(60)" "{args: [\"$marker\"], timeout: 60}")" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" &
	pid=$!
	wait_for_process "$marker"
	start_clock
	kill -TERM "$(codex_run_pid)"
	wait "$pid" || code=$?
	assert_within 10
	[ "$code" -ne 0 ] || fail "the exit status of an interrupted run is 0"
	assert_no_process "$marker"
	assert_no_file "$marker"
}

@test "SIGKILL on codex-run leaves no process of the guest" {
	local pid
	codex_run <<<"$(request python 'import time; time.sleep(60)' "{args: [\"$marker\"], timeout: 60}")" >/dev/null 2>&1 &
	pid=$!
	wait_for_process "$marker"
	kill -KILL "$(codex_run_pid)"
	wait "$pid" || true
	local tries=100
	while pgrep -f -- "$marker" >/dev/null && ((tries-- > 0)); do sleep 0.1; done
	assert_no_process "$marker"
}

@test "an interrupted command answers with nothing on stdout" {
	local pid
	codex_run <<<"$(request python 'import time; time.sleep(60)' "{args: [\"$marker\"], timeout: 60}")" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" &
	pid=$!
	wait_for_process "$marker"
	kill -INT "$(codex_run_pid)"
	# A shell starts background jobs with SIGINT ignored, and codex-run keeps to that.
	sleep 0.3
	kill -TERM "$(codex_run_pid)"
	wait "$pid" || true
	[ ! -s "$BATS_TEST_TMPDIR/stdout" ] || fail "there is an answer"
}
