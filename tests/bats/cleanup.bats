#!/usr/bin/env bats
# Nothing of a run outlives it, however it ends.

load helpers

setup() {
	new_marker
	started_pid=
}

teardown() {
	[ -z "$started_pid" ] || kill -KILL "$started_pid" 2>/dev/null || true
}

# start_run CODE: codex-run in the background, with the marker in the guest's command line. Waits until
# the guest is there and sets background, the shell's child, and started_pid, codex-run itself.
start_run() {
	# In a file: the marker stands in no other command line.
	request python "$1" '{timeout: 60}' | sed "s/}\$/,\"args\":[\"$marker\"]}/" >"$BATS_TEST_TMPDIR/request"
	# With SIGHUP ignored, as nohup does it.
	(
		trap '' HUP
		codex_run
	) <"$BATS_TEST_TMPDIR/request" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" &
	background=$!
	local tries=200
	until pgrep -f -- "$marker" >/dev/null; do
		((tries-- > 0)) || fail "the guest did not start"
		sleep 0.05
	done
	# The shell's child may be setpriv, env or the container's launcher. The oldest is codex-run itself;
	# what it forks has the same command line.
	started_pid=$(pgrep -o -f "^$CODEX_PREFIX/bin/codex-run")
}

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

@test "SIGTERM in the middle of a run: it ends at once, and nothing is left" {
	local code=0
	start_run "
import time
open('$marker', 'w').write('x')
time.sleep(60)"
	start_clock
	kill -TERM "$started_pid"
	wait "$background" || code=$?
	assert_within 10
	[ "$code" -ne 0 ] || fail "the exit status of an interrupted run is 0"
	[ ! -s "$BATS_TEST_TMPDIR/stdout" ] || fail "there is an answer"
	assert_no_process "$marker"
	assert_no_file "$marker"
}

@test "SIGTERM: a shell sees that the command was ended by it" {
	[[ $CODEX_HOST != container-* ]] || skip "process 1 of a container cannot end itself by a signal"
	local code=0
	start_run 'import time; time.sleep(60)'
	kill -TERM "$started_pid"
	wait "$background" || code=$?
	[ "$code" -eq 143 ] || fail "the exit status is $code"
}

@test "SIGKILL on codex-run leaves no process of the guest" {
	start_run 'import time; time.sleep(60)'
	kill -KILL "$started_pid"
	wait "$background" || true
	local tries=100
	while pgrep -f -- "$marker" >/dev/null && ((tries-- > 0)); do sleep 0.1; done
	assert_no_process "$marker"
}

@test "SIGKILL on the guardian: our failure, and nothing of the run is left" {
	local tries=100
	exit_code=0
	start_run "
import os, time
open('$marker', 'w').write('x')
for _ in range(3):
    if os.fork() == 0: break
time.sleep(60)"
	until [ "$(pgrep -fc -- "$marker")" -ge 4 ]; do
		((tries-- > 0)) || fail "the guest did not fork"
		sleep 0.05
	done
	kill -KILL "$(pgrep -P "$started_pid")"
	wait "$background" || exit_code=$?
	assert_status internal_error
	assert_no_process "$marker"
	assert_no_file "$marker"
	execute python 'print("next")'
	assert_status success
}

@test "a signal that the caller ignores stays ignored" {
	local code=0
	start_run 'import time; time.sleep(1); print("to the end")'
	kill -HUP "$started_pid"
	wait "$background" || code=$?
	[ "$code" -eq 0 ] || fail "the exit status is $code"
	assert_true '.output == "to the end\n"'
}
