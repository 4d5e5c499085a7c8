#!/usr/bin/env bats
# Submissions against a folder of tests, as docs/grading.md shows it.

load helpers

setup() {
	folder=$BATS_TEST_TMPDIR/course
	mkdir -p "$folder"/{tests,submissions/carol}
	printf '1 2\n' >"$folder/tests/1.in"
	printf '3\n' >"$folder/tests/1.out"
	printf '20 30\n' >"$folder/tests/2.in"
	printf '50\n' >"$folder/tests/2.out"
	printf '100 200\n' >"$folder/tests/10.in"
	printf '300\n' >"$folder/tests/10.out"
	printf 'a, b = map(int, input().split())\nprint(a + b)\n' >"$folder/submissions/alice.py"
	printf 'a, b = map(int, input().split())\nprint(a + b if a < 100 else a - b)\n' >"$folder/submissions/bob.py"
	printf 'from helper import add\nprint(add(*map(int, input().split())))\n' >"$folder/submissions/carol/main.py"
	printf 'def add(a, b):\n    return a + b\n' >"$folder/submissions/carol/helper.py"
	chmod -R a+rX "$BATS_TEST_TMPDIR"
}

# grade ARG...: the submissions against the tests
grade() { command_run grade --tests "$folder/tests" "$@" "$folder"/submissions/*; }

@test "a table for people" {
	grade --format table
	assert_exit 1
	local lines
	mapfile -t lines <<<"$output"
	[[ ${lines[0]} == SUBMISSION*LANGUAGE*VERDICT*PASSED* ]] || fail "titles"
	[[ ${lines[1]} == *alice.py*python*success*3/3* ]] || fail "alice"
	[[ ${lines[2]} == *bob.py*python*wrong_answer*2/3*"10: line 1: expected '300', got '-100'"* ]] || fail "bob"
	[[ ${lines[3]} == *carol*python*success*3/3* ]] || fail "carol"
	[ "${#lines[@]}" -eq 4 ] || fail "rows"
}

@test "JSON for machines, in the order of the command line; tests in the order of their numbers" {
	grade
	assert_exit 1
	assert_field '"\(.id | split("/") | last) \(.ok) \(.summary.passed)"' 'alice.py true 3
bob.py false 2
carol true 3'
	assert_field 'select(.ok | not).tests | map(.name) | join(" ")' '1 2 10'
}

@test "JUnit and TAP" {
	grade --format junit
	assert_exit 1
	/usr/bin/python3 -c '
import sys, xml.etree.ElementTree as tree
suites = tree.parse(sys.argv[1]).getroot()
assert [s.get("failures") for s in suites] == ["0", "1", "0"]
assert [c.get("name") for c in suites[1]] == ["1", "2", "10"]
' "$BATS_TEST_TMPDIR/stdout" || fail "not that"
	grade --format tap
	assert_contains "$output" '    not ok 3 - 10'
	assert_contains "$output" 1..3
}

@test "sample and secret folders; what is secret is hidden" {
	mkdir -p "$folder/problem/data"/{sample,secret}
	mv "$folder"/tests/1.* "$folder/problem/data/sample/"
	mv "$folder"/tests/2.* "$folder"/tests/10.* "$folder/problem/data/secret/"
	mv "$folder/problem/data/secret/2.out" "$folder/problem/data/secret/2.ans"
	command_run grade --tests "$folder/problem" "$folder"/submissions/bob.py
	assert_exit 1
	assert_field '.tests | map(.name) | join(" ")' 'sample/1 secret/2 secret/10'
	assert_field '.tests | map(.hidden) | join(" ")' 'false true true'
	[[ $output != *-100* ]] || fail "a hidden output is told"
}

@test "a checker by name, and one that is a program" {
	sed -i 's/a + b)/f"{a + b}.0000001")/' "$folder/submissions/alice.py"
	grade --checker float
	assert_field 'select(.id | endswith("alice.py")).ok' true
	grade --checker float:0.00000001
	assert_field 'select(.id | endswith("alice.py")).ok' false
	printf 'import sys\nsys.exit(42 if sys.stdin.read().strip("-") else 43)\n' >"$folder/checker.py"
	grade --checker "$folder/checker.py"
	assert_exit 0
	grade --checker nonsense
	assert_exit 2
}

@test "what cannot be graded is a row, and the others go on" {
	echo text >"$folder/submissions/notes.txt"
	mkdir "$folder/submissions/zoe"
	printf 'print(1' >"$folder/submissions/zoe/main.py"
	grade -j 4
	assert_exit 1
	assert_field '.verdict' 'success
wrong_answer
success
invalid_request
runtime_error'
}

@test "--stop-on-failure, --timeout" {
	printf 'while True: pass\n' >"$folder/submissions/bob.py"
	grade --stop-on-failure --timeout 0.3
	assert_field 'select(.id | endswith("bob.py")) | "\(.verdict) \(.summary.skipped)"' 'timeout 2'
}

@test "a link in a submission leads nowhere" {
	ln -s /etc/passwd "$folder/submissions/carol/passwd.txt"
	printf 'import os\nprint(os.path.lexists("passwd.txt"))\n' >"$folder/submissions/carol/main.py"
	command_run grade --tests "$folder/tests" "$folder/submissions/carol"
	assert_field '.tests[0].output' False
}

@test "no tests, no answers, no submissions: exit 2 says what is missing" {
	command_run grade --tests "$folder/submissions" "$folder/submissions/alice.py"
	assert_exit 2
	assert_contains "$errors" NAME.in
	rm "$folder/tests/2.out"
	grade
	assert_exit 2
	assert_contains "$errors" 2.out
	command_run grade "$folder/submissions/alice.py"
	assert_exit 2
	command_run grade --tests "$folder/tests"
	assert_exit 2
}

# ---- docs/grading.md ----

# The commands of the page, each with what the page says that it prints; numbers with a point may differ.
@test "what docs/grading.md shows is what happens" {
	requires_language cpp
	local page=$BATS_TEST_DIRNAME/../../docs/grading.md command=
	cp -R "$BATS_TEST_DIRNAME/../../docs/grading/." "$folder/page"
	chmod -R a+rX "$folder"
	# shellcheck disable=SC2016
	awk '/^```/ { inside = ($0 == "```console"); next } inside' "$page" >"$BATS_TEST_TMPDIR/page"
	[ "$(grep -c '^\$ ' "$BATS_TEST_TMPDIR/page")" -ge 3 ] || fail "no commands on the page"
	while IFS= read -r line; do
		[[ $line == '$ '* ]] || continue
		command=${line#??}
		(cd "$folder/page" && on_host PATH="$CODEX_PREFIX/bin:/usr/bin:/bin" bash -c "$command" 2>/dev/null </dev/null) || [ $? -eq 1 ]
	done <"$BATS_TEST_TMPDIR/page" >"$BATS_TEST_TMPDIR/happened"
	diff <(plain_numbers <"$BATS_TEST_TMPDIR/happened") <(grep -v '^\$ ' "$BATS_TEST_TMPDIR/page" | plain_numbers) ||
		fail "they differ"
}

plain_numbers() { sed -E 's/[0-9]+\.[0-9]+/N/g; s/ +/ /g; s/ $//'; }

@test "the CI example gives JUnit's XML" {
	requires_language cpp
	cp -R "$BATS_TEST_DIRNAME/../../docs/grading/." "$folder/page"
	chmod -R a+rX "$folder"
	local command
	command=$(sed -nE 's/^ +run: (codex-run .*) > results.xml$/\1/p' "$folder/page/ci.yml")
	[ -n "$command" ] || fail "no command in ci.yml"
	grep -qF "run: $command > results.xml" "$BATS_TEST_DIRNAME/../../docs/grading.md" || fail "the page has another one"
	exit_code=0
	(cd "$folder/page" && on_host PATH="$CODEX_PREFIX/bin:/usr/bin:/bin" bash -c "$command" </dev/null >"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr") || exit_code=$?
	assert_exit 1
	/usr/bin/python3 -c '
import sys, xml.etree.ElementTree as tree
suites = {s.get("name"): s for s in tree.parse(sys.argv[1]).getroot()}
assert suites["submissions/alice.py"].get("failures") == "0"
assert suites["submissions/dave.py"].get("failures") == "3"
' "$BATS_TEST_TMPDIR/stdout" || fail "not that"
}
