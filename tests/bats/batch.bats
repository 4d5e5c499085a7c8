#!/usr/bin/env bats
# Many requests, one in each line.

load helpers

setup() {
	folder=$CODEX_USER_HOME/$BATS_TEST_NUMBER-$RANDOM
	input=$BATS_TEST_TMPDIR/input
	rows=$folder/rows.$RANDOM$RANDOM
	mkdir -p "$folder"
	[ "$(id -u)" -ne 0 ] || chown 12345:12345 "$folder"
}

teardown() { rm -rf "$folder"; }

# batch ARG...: with the input that was written before
batch() { command_run batch "$@" <"$input"; }

# inputs N: as many requests, each with a number of its own
inputs() {
	local i
	for ((i = 1; i <= $1; i++)); do
		printf '{"language":"python","code":"print(%d)","id":"r%d"}\n' "$i" "$i"
	done >"$input"
}

@test "each line gets a row, in order, with its number; a bad one is a row of its own" {
	{
		request python 'print(1)'
		echo '{broken'
		echo
		request python 'exit(3)' '{id: "mine"}'
		echo '"text"'
		printf '%s' "$(request python 'print(4)')" # without a newline
	} >"$input"
	batch
	assert_exit 1
	assert_field '"\(.line) \(.ok) \(.verdict) \(.status)"' '1 true success success
2 false invalid_request invalid_request
4 false runtime_error runtime_error
5 false invalid_request invalid_request
6 true success success'
	assert_field 'select(.line == 4).id' mine
	assert_contains "$errors" '5 rows'
}

@test "all are ok: exit status 0; nothing to do is ok" {
	inputs 2
	batch -q
	assert_exit 0
	[ -z "$errors" ] || fail "something on stderr"
	: >"$input"
	batch
	assert_exit 0
	[ -z "$output" ] || fail "a row"
}

@test "a line of any length costs no memory" {
	{
		printf '{"language":"python","code":"'
		head -c 30000000 /dev/zero | tr '\0' x
		printf '"}\n'
		request python 'print(2)'
	} >"$input"
	batch -j 1
	assert_exit 1
	assert_field '"\(.line) \(.status)"' '1 invalid_request
2 success'
}

@test "a row comes before the input has ended" {
	mkfifo "$folder/pipe"
	codex_run batch -q <"$folder/pipe" >"$BATS_TEST_TMPDIR/stdout" &
	exec 7>"$folder/pipe"
	request python 'print(1)' >&7
	local waited
	for waited in {1..200}; do
		[ -s "$BATS_TEST_TMPDIR/stdout" ] && break
		sleep 0.05
	done
	assert_field .output 1
	exec 7>&-
	wait $!
}

@test "--unordered: each row as soon as it is there" {
	{
		request python 'import time; time.sleep(2)'
		request python 'print(2)'
	} >"$input"
	batch -j 2 --unordered
	assert_exit 0
	assert_field .line '2
1'
}

@test "-j 1 and -j 4 give the same verdicts" {
	local i
	for i in 1 2 3; do
		request python "print($i)" '{tests: [{expectedOutput: "2"}]}'
		request python 'while True: pass' '{timeout: 0.4}'
		request python 'import time; time.sleep(0.2)' '{timeout: 2}'
		request python 'import time; time.sleep(9)' '{timeout: 0.4}'
		request python 'import time
while time.process_time() < 0.5: pass' '{timeout: 1}'
	done >"$input"
	batch -j 1
	field '"\(.line) \(.verdict)"' >"$BATS_TEST_TMPDIR/one"
	batch -j 4
	field '"\(.line) \(.verdict)"' >"$BATS_TEST_TMPDIR/four"
	diff "$BATS_TEST_TMPDIR/one" "$BATS_TEST_TMPDIR/four" || fail "they differ"
	[ "$(grep -c success "$BATS_TEST_TMPDIR/four")" -eq 7 ] || fail "verdicts"
}

@test "--format junit is XML that tells every test" {
	{
		request python 'print("<&\"\u0001>")' '{id: "a <b>", tests: [{expectedOutput: "x"}, {}]}'
		echo '{'
	} >"$input"
	batch --format junit
	assert_exit 1
	/usr/bin/python3 -c '
import sys, xml.etree.ElementTree as tree
suites = tree.parse(sys.argv[1]).getroot()
assert suites.tag == "testsuites"
cases = [(s.get("name"), c.get("name"), [e.tag for e in c]) for s in suites for c in s]
assert cases == [("a <b>", "test 1", ["failure", "system-out"]), ("a <b>", "test 2", []), ("line 2", "run", ["error"])], cases
assert [(s.get("tests"), s.get("failures"), s.get("errors")) for s in suites] == [("2", "1", "0"), ("1", "0", "1")]
' "$BATS_TEST_TMPDIR/stdout" || fail "not that"
}

@test "--format tap has a plan, subtests and reasons" {
	{
		request python 'print(1)' '{id: "one # two", tests: [{expectedOutput: "1"}, {expectedOutput: "2"}]}'
		request python 'print(1)'
	} >"$input"
	batch --format tap
	assert_exit 1
	[ "$output" = 'TAP version 14
# Subtest: one \# two
    1..2
    ok 1 - test 1
    not ok 2 - test 2
      ---
      status: "wrong_answer"
      message: "line 1: expected '"'2', got '1'"'"
      ...
not ok - one \# two
ok - line 2
1..2' ] || fail "not that"
}

# ---- a file of rows, and going on ----

@test "--output writes the rows there, and does not overwrite what is there" {
	inputs 3
	batch --output "$rows"
	assert_exit 0
	[ -z "$output" ] || fail "something on stdout"
	[ "$(jq -r .line "$rows" | xargs)" = '1 2 3' ] || fail "rows"
	batch --output "$rows"
	assert_exit 2
	assert_contains "$errors" --resume
	batch --output "$rows" --resume
	assert_exit 0
	[ "$(jq -r .line "$rows" | xargs)" = '1 2 3' ] || fail "rows were added"
}

@test "--resume cuts a torn row and does it again" {
	inputs 4
	batch --output "$rows"
	cp "$rows" "$BATS_TEST_TMPDIR/whole"
	truncate -s $(($(head -n 2 "$rows" | wc -c) + 70)) "$rows"
	batch --output "$rows" --resume
	assert_exit 0
	[ "$(jq -r '"\(.line)\(.output)"' "$rows" | xargs)" = '11 22 33 44' ] || fail "rows"
}

@test "--resume with another input, or a file that is not ours, is refused" {
	inputs 2
	batch --output "$rows"
	sed -i 's/print(2)/print(5)/' "$input"
	batch --output "$rows" --resume
	assert_exit 2
	assert_contains "$errors" 'line 2'
	echo "my diary" >"$rows"
	batch --output "$rows" --resume
	assert_exit 2
	[ "$(cat "$rows")" = "my diary" ] || fail "it was changed"
	batch --resume
	assert_exit 2
}

@test "an exit status after --resume counts the rows that were there before" {
	request python 'exit(1)' >"$input"
	batch --output "$rows"
	assert_exit 1
	batch --output "$rows" --resume
	assert_exit 1
}

# The process that was started, not one that starts it for another host, nor its workers. Waits until it is there.
batch_pid() {
	local pid waited
	for waited in {1..200}; do
		for pid in $(pgrep -f -- "$rows" | sort -n); do
			if [ "$(cat "/proc/$pid/comm" 2>/dev/null)" = codex-run ]; then
				echo "$pid"
				return
			fi
		done
		sleep 0.02
	done
}

# Those of a batch that was killed end by themselves.
wait_for_workers() {
	local waited
	for waited in {1..200}; do
		pgrep -f -- "$rows" >/dev/null || return 0
		sleep 0.02
	done
	fail "workers outlive their batch: $(pgrep -af -- "$rows")"
}

# start_batch N ARG...: in the background, until there are N rows
start_batch() {
	local wanted=$1 waited
	shift
	codex_run batch --output "$rows" "$@" <"$input" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" &
	started_pid=$!
	for waited in {1..400}; do
		[ -e "$rows" ] && [ "$(wc -l <"$rows")" -ge "$wanted" ] && return
		sleep 0.02
	done
	fail "no $wanted rows"
}

@test "kill -9 again and again, then --resume: every row once" {
	inputs 40
	sed -i 's/print/import time; time.sleep(0.1); print/' "$input"
	local at resume=()
	for at in 3 11 12 25; do
		start_batch "$at" -j 3 "${resume[@]}"
		kill -9 "$(batch_pid)" || fail "no batch to kill: $(cat "$BATS_TEST_TMPDIR/stderr")"
		wait "$started_pid" || true
		wait_for_workers
		resume=(--resume)
	done
	batch -j 3 --output "$rows" --resume
	assert_exit 0
	[ "$(jq -r '"\(.line)=\(.output | rtrimstr("\n"))"' "$rows" | sort -n | xargs)" = "$(seq 40 | sed 's/.*/&=&/' | xargs)" ] ||
		fail "rows: $(jq -r .line "$rows" | xargs)"
}

@test "kill -9 leaves no process, and no file of a run" {
	new_marker
	request python 'import time; time.sleep(50)' "{args: [\"$marker\"]}" >"$input"
	codex_run batch --output "$rows" <"$input" 2>/dev/null &
	started_pid=$!
	local waited
	for waited in {1..400}; do
		pgrep -f -- "python.*$marker" >/dev/null && break
		sleep 0.02
	done
	pgrep -f -- "python.*$marker" >/dev/null || fail "it did not start"
	kill -9 "$(batch_pid)"
	wait "$started_pid" || true
	for waited in {1..100}; do
		pgrep -f -- "$marker" >/dev/null || break
		sleep 0.05
	done
	assert_no_process "$marker"
}

@test "Ctrl-C finishes what runs; a second one gives it up" {
	local i
	for i in {1..20}; do request python 'import time; time.sleep(0.3)'; done >"$input"
	start_batch 1 -j 2
	kill -INT "$(batch_pid)"
	wait "$started_pid" && fail "exit status 0"
	[ "$(wc -l <"$rows")" -lt 20 ] || fail "it was not stopped"
	jq -e .ok "$rows" >/dev/null || fail "rows"
	sed -i 's/0\.3/50/' "$input"
	rm "$rows"
	start_clock
	start_batch 0 -j 2
	sleep 0.5
	kill -INT "$(batch_pid)"
	sleep 0.2
	kill -INT "$(batch_pid)"
	wait "$started_pid" && fail "exit status 0"
	assert_within 10
	[ ! -s "$rows" ] || fail "a row of a run that was given up"
}

@test "a full disk: what is there is whole, and --resume goes on" {
	[ "$CODEX_HOST" = root ] || skip "mounts a small file system"
	inputs 30
	exit_code=0
	# shellcheck disable=SC2016
	unshare -m bash -c '
		set -eu
		mount -t tmpfs -o size=8k tmpfs "$1"
		status=0
		"$2" batch --output "$1/rows" <"$3" 2>"$4" || status=$?
		[ "$status" -eq 70 ]
		grep -q -- --resume "$4"
		lines=$(wc -l <"$1/rows")
		[ "$lines" -gt 0 ] && [ "$lines" -lt 30 ]
		[ "$(tail -c 1 "$1/rows")" = "" ]
		mount -o remount,size=1m "$1"
		"$2" batch -q --output "$1/rows" --resume <"$3"
		[ "$(jq -r .line "$1/rows" | xargs)" = "$(seq 30 | xargs)" ]
	' bash "$folder" "$CODEX_PREFIX/bin/codex-run" "$input" "$BATS_TEST_TMPDIR/stderr" || fail "not that"
}

@test "two batches do not write to one file" {
	request python 'import time; time.sleep(3)' >"$input"
	start_batch 0
	sleep 0.3
	batch --output "$rows" --resume
	assert_exit 2
	assert_contains "$errors" another
	kill -9 "$(batch_pid)"
	wait "$started_pid" || true
}

@test "wrong options" {
	: >"$input"
	batch -j 0
	assert_exit 2
	batch --format xml
	assert_exit 2
	batch --format junit --output "$rows" --resume
	assert_exit 2
	command_run batch "$folder/missing"
	assert_exit 2
}
