#!/usr/bin/env bats
# The command for people: files in, the program's own streams out, the verdict on stderr.

load helpers

setup() {
	folder=$BATS_TEST_TMPDIR/sources
	mkdir -p "$folder"
	chmod -R a+rX "$BATS_TEST_TMPDIR"
	printf 'import sys\nprint(sys.stdin.read().upper(), sys.argv[1:])\nprint("oops", file=sys.stderr)\n' >"$folder/prog.py"
}

@test "run FILE: input from stdin, output to stdout, errors and verdict to stderr" {
	command_run run -l python "$folder/prog.py" one two <<<"text"
	assert_exit 0
	[ "$output" = "TEXT
 ['one', 'two']" ] || fail "stdout"
	assert_contains "$errors" oops
	[[ $errors =~ codex-run:\ success,\ exit\ 0,\ [0-9.]+\ s,\ [0-9.]+\ MB ]] || fail "no verdict"
}

@test "run FILE: its ending tells the language" {
	command_run run "$folder/prog.py" </dev/null
	assert_exit 0
	cp "$folder/prog.py" "$folder/prog.unknown"
	command_run run "$folder/prog.unknown" </dev/null
	assert_exit 2
	assert_contains "$errors" -l
	[ -z "$output" ] || fail "something on stdout"
}

@test "run FILE: options of the program are its own" {
	command_run run "$folder/prog.py" --json -x </dev/null
	assert_exit 0
	assert_contains "$output" "['--json', '-x']"
}

@test "run FILE --json: the result" {
	command_run run --json "$folder/prog.py" </dev/null
	assert_status success
	assert_true '.error == "oops\n"'
}

@test "run FILE --quiet: only what the program wrote" {
	command_run run --quiet "$folder/prog.py" </dev/null
	assert_exit 0
	[ "$errors" = oops ] || fail "stderr"
}

@test "run FILE: further sources, options, and bytes of any value" {
	printf 'X = 7\n' >"$folder/other.py"
	printf 'import os, sys, other\nos.write(1, sys.stdin.buffer.read()); print(other.X, file=sys.stderr)\n' >"$folder/main.py"
	printf '\0\377\n' >"$BATS_TEST_TMPDIR/bytes"
	command_run run -q -f "$folder/other.py" "$folder/main.py" <"$BATS_TEST_TMPDIR/bytes"
	assert_exit 0
	cmp "$BATS_TEST_TMPDIR/bytes" "$BATS_TEST_TMPDIR/stdout"
	[ "$errors" = 7 ] || fail "the further source"
}

@test "run FILE: a guest that fails is exit 1 with its verdict" {
	printf 'import sys; sys.exit(3)' >"$folder/three.py"
	command_run run "$folder/three.py" </dev/null
	assert_exit 1
	assert_contains "$errors" 'runtime_error, exit 3'
}

@test "run FILE: a compile error is the compiler's text and exit 1" {
	requires_language cpp
	printf 'int main() { return x; }' >"$folder/wrong.cpp"
	command_run run "$folder/wrong.cpp" </dev/null
	assert_exit 1
	assert_contains "$errors" 'was not declared'
	assert_contains "$errors" 'codex-run: compile_error'
}

@test "run FILE --option: a choice of the language" {
	requires_language cpp
	printf '#include <cstdio>\nint main() { std::printf("%%ld", __cplusplus); }' >"$folder/std.cpp"
	command_run run --option std=c++17 "$folder/std.cpp" </dev/null
	[ "$output" = 201703 ] || fail "stdout"
	command_run run --option std=c++99 "$folder/std.cpp" </dev/null
	assert_exit 2
}

@test "limits by option: within the bounds and beyond them" {
	printf 'import time; time.sleep(60)' >"$folder/sleep.py"
	start_clock
	command_run run --timeout 0.3 "$folder/sleep.py" </dev/null
	assert_within 5
	assert_exit 1
	assert_contains "$errors" 'timeout'
	printf 'b = bytearray(b"x") * (1100 << 20); print(len(b))' >"$folder/large.py"
	command_run run --memory-mb 1500 "$folder/large.py" </dev/null
	assert_exit 0
	command_run run --timeout 90 <<<"$(request python 'print(1)' '{timeout: 80}')"
	assert_status success
}

@test "wrong options and commands are exit 2 with the nearest name" {
	command_run run --timeot 3 "$folder/prog.py" </dev/null
	assert_exit 2
	assert_contains "$errors" "did you mean '--timeout'"
	command_run docter </dev/null
	assert_exit 2
	assert_contains "$errors" "did you mean 'doctor'"
	command_run run --timeout soon "$folder/prog.py" </dev/null
	assert_exit 2
	assert_contains "$errors" --timeout
	command_run run --timeout </dev/null
	assert_exit 2
	command_run run "$folder/missing.py" </dev/null
	assert_exit 2
	assert_contains "$errors" missing.py
}

@test "a wrong option in front of a JSON request is answered in JSON" {
	command_run --bogus <<<"$(request python 'print(1)')"
	assert_status invalid_request
}

@test "--help is for everybody, on stdout, with exit 0" {
	local subject
	command_run --help
	assert_exit 0
	assert_contains "$output" usage:
	for subject in run languages info doctor; do
		assert_contains "$output" "$subject"
	done
	for subject in run languages info doctor; do
		command_run "$subject" --help
		assert_exit 0
		assert_contains "$output" usage:
		[ -z "$errors" ] || fail "$subject --help: something on stderr"
	done
}

@test "--version" {
	command_run --version
	assert_exit 0
	[ "$output" = "codex-run 0.1.0" ]
}

@test "an answer that cannot be written is exit 70" {
	[ -e /dev/full ] || skip "no /dev/full"
	exit_code=0
	request python 'print(1)' | codex_run >/dev/full 2>"$BATS_TEST_TMPDIR/stderr" || exit_code=$?
	: >"$BATS_TEST_TMPDIR/stdout"
	assert_exit 70
	assert_contains "$(cat "$BATS_TEST_TMPDIR/stderr")" stdout
}

@test "closed standard streams are nobody's socket" {
	exit_code=0
	request python 'print(1)' >"$BATS_TEST_TMPDIR/request"
	codex_run <"$BATS_TEST_TMPDIR/request" >"$BATS_TEST_TMPDIR/stdout" 2>&- || exit_code=$?
	assert_status success
	exit_code=0
	codex_run <&- >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" || exit_code=$?
	assert_status invalid_request
	exit_code=0
	codex_run <"$BATS_TEST_TMPDIR/request" >&- 2>"$BATS_TEST_TMPDIR/stderr" || exit_code=$?
	: >"$BATS_TEST_TMPDIR/stdout"
	assert_exit 70
}

@test "without a request on a terminal, a hint" {
	# script(1) gives codex-run a terminal.
	command -v script >/dev/null || skip "no script(1)"
	on_host script -qec "$CODEX_PREFIX/bin/codex-run; echo status \$?" /dev/null </dev/null >"$BATS_TEST_TMPDIR/stdout" 2>&1 || true
	assert_contains "$(cat "$BATS_TEST_TMPDIR/stdout")" 'prog.py'
	assert_contains "$(cat "$BATS_TEST_TMPDIR/stdout")" 'status 2'
}
