# What the tests of the command share. The same tests run on four kinds of host; CODEX_HOST says on
# which: root, user, container-root, container-user.
# shellcheck shell=bash

bats_require_minimum_version 1.5.0

# Variables that a test gives to codex-run: host_env+=(CODEX_FLOOR=none).
host_env=()

# Run a command as that host would: with its rights, and with an environment of its own.
on_host() { "$BATS_TEST_DIRNAME/../on-host" "${host_env[@]}" "$@"; }

codex_run() { on_host "$CODEX_PREFIX/bin/codex-run" "$@"; }

# command ARG...: codex-run with these arguments and the test's stdin. Sets exit_code, output and errors.
command_run() {
	exit_code=0
	codex_run "$@" >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" || exit_code=$?
	output=$(tr -d '\0' <"$BATS_TEST_TMPDIR/stdout")
	errors=$(tr -d '\0' <"$BATS_TEST_TMPDIR/stderr")
}

# request LANGUAGE CODE [JQ]: a request as JSON; JQ is an object with further fields.
request() {
	jq -cn --arg language "$1" --arg code "$2" "{language: \$language, code: \$code} + (${3:-{\}})"
}

# execute LANGUAGE CODE [JQ]: send that request.
execute() { execute_json "$(request "$@")"; }
execute_json() { command_run <<<"$1"; }

# The value of a field of the result, by a filter of jq; strings bare.
field() { jq -r "$1" "$BATS_TEST_TMPDIR/stdout"; }

fail() {
	printf '%s\n' "$*" >&2
	{
		printf 'exit status: %s\nstdout: ' "${exit_code:-}"
		head -c 2000 "$BATS_TEST_TMPDIR/stdout"
		printf '\nstderr: '
		head -c 2000 "$BATS_TEST_TMPDIR/stderr"
	} >&2 || true
	return 1
}

# assert_field FILTER EXPECTED
assert_field() {
	local got
	got=$(field "$1") || fail "the answer is not JSON"
	[ "$got" = "$2" ] || fail "$1 is '$got', expected '$2'"
}

# assert_true FILTER: a condition of jq on the result
assert_true() {
	[ "$(field "$1")" = true ] || fail "not true: $1"
}

assert_exit() { [ "$exit_code" -eq "$1" ] || fail "the exit status is $exit_code, expected $1"; }

# assert_status STATUS: the result's status and the exit status that goes with it.
assert_status() {
	assert_field .status "$1"
	case $1 in
	success) assert_exit 0 ;;
	invalid_request) assert_exit 2 ;;
	busy) assert_exit 75 ;;
	unavailable | internal_error) assert_exit 70 ;;
	*) assert_exit 1 ;;
	esac
}

# assert_limit NAME: the limit that ended or marred the run, with a source.
assert_limit() {
	assert_field .limit.name "$1"
	assert_true '.limit.source | type == "string" and length > 0'
}

assert_contains() {
	[[ $1 == *"$2"* ]] || fail "'$1' does not contain '$2'"
}

# Between two sentences that must not take longer: start_clock; …; assert_within 5
start_clock() { started=$(date +%s%N); }
assert_within() {
	local took=$((($(date +%s%N) - started) / 1000000))
	[ "$took" -lt $(($1 * 1000)) ] || fail "took $took ms, which is not under $1 s"
}

# A word that stands in the command line of a guest's processes, and nowhere else on this machine.
new_marker() { marker=marker-$$-$RANDOM$RANDOM; }

# Processes that we killed are gone at once; what is still dying has no command line any more.
assert_no_process() {
	local left
	left=$(pgrep -f -- "$1") || return 0
	fail "processes are left: $left"
}

assert_no_file() {
	local left
	left=$(find /tmp /var/tmp /dev/shm /run "$CODEX_USER_HOME" -xdev -name "*$1*" -not -path "$BATS_TEST_TMPDIR/*" 2>/dev/null || true)
	[ -z "$left" ] || fail "files are left: $left"
}

# One state directory for the commands of a test, and for no others; a container has none that outlives it otherwise.
own_state() {
	state=$CODEX_USER_HOME/state.$RANDOM$RANDOM
	host_env+=("CODEX_STATE_DIR=$state")
}

# Skip when the language cannot run here; a failure when CODEX_REQUIRE_LANGUAGES names it.
requires_language() {
	local language row
	for language; do
		row=$(codex_run languages --text | awk -v name="$language" '$1 == name')
		[[ $row == *" available "* || $row == *" available" ]] && continue
		[[ " ${CODEX_REQUIRE_LANGUAGES:-} " != *" $language "* ]] || fail "$language must be available: $row"
		skip "$language is not available here"
	done
}

# True when the layer is on here, by doctor.
layer_is_on() { [ "$(codex_run doctor --text | awk -v name="$1" '$1 == name { print $2 }')" = on ]; }
