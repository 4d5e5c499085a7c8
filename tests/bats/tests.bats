#!/usr/bin/env bats
# Tests in a request: compiled once, each run in a sandbox of its own; checkers; the compile cache.

load helpers

double='print(int(input()) * 2)'

@test "each test is answered, and the summary counts them" {
	execute python "$double" '{tests: [
		{name: "one", inputData: "1\n", expectedOutput: "2\n"},
		{inputData: "2\n", expectedOutput: "5\n", points: 3},
		{inputData: "3", expectedOutput: "6", points: 2.5},
		{inputData: "4"}]}'
	assert_field .status success
	assert_exit 1
	assert_field '[.tests[].passed] | join(" ")' 'true false true true'
	assert_field '.tests[0].name' one
	assert_field '.tests[1].difference | "\(.line) \(.expected) \(.got)"' '1 5 4'
	assert_field '.summary | "\(.total) \(.passed) \(.failed) \(.skipped) \(.points)"' '4 3 1 0 4.5'
	assert_field .passed false
	assert_field '.output + .error' ''
}

@test "all passed: exit status 0" {
	execute python "$double" '{tests: [{inputData: "1", expectedOutput: "2"}]}'
	assert_status success
	assert_field .passed true
}

@test "the first test that is no success gives the status, and stopOnFailure skips the rest" {
	execute python "$double" '{stopOnFailure: true, tests: [
		{inputData: "1", expectedOutput: "2"}, {inputData: "x"}, {inputData: "3", expectedOutput: "6"}]}'
	assert_status runtime_error
	assert_field '[.tests[].status] | join(" ")' 'success runtime_error skipped'
	assert_field .summary.skipped 1
}

@test "a test has a timeout of its own" {
	execute python 'import time; time.sleep(float(input()))' '{timeout: 20, tests: [
		{inputData: "0"}, {inputData: "19", timeout: 0.5}, {inputData: "0"}]}'
	assert_status timeout
	assert_field '[.tests[].status] | join(" ")' 'success timeout success'
	assert_field '.tests[1].limit.name' wall
}

@test "of a hidden test neither output nor difference is told" {
	execute python 'print("hint:", input())' '{tests: [{inputData: "s3cret", expectedOutput: "x", hidden: true}]}'
	assert_exit 1
	[[ $output != *s3cret* ]] || fail "it is told"
	assert_field '.tests[0] | "\(.passed) \(.hidden) \(.difference)"' 'false true null'
	assert_true '.tests[0] | has("output") | not'
}

@test "the output of a test is judged whole and answered up to 4 KB" {
	execute python 'print("é" * 5000)' "{tests: [{expectedOutput: (\"é\" * 5000)}, {expectedOutput: (\"é\" * 4999)}]}"
	assert_field '[.tests[].passed] | join(" ")' 'true false'
	assert_field '.tests[0].output | utf8bytelength' 4096
	assert_field '.tests[0].outputTruncated' true
}

@test "nothing that one test leaves reaches the next" {
	execute python '
import os, tempfile
folders = {os.getcwd(), tempfile.gettempdir(), "/tmp", "/dev/shm", os.environ["HOME"]}
left = [folder for folder in folders if os.path.exists(os.path.join(folder, "left"))]
for folder in folders:
    try: open(os.path.join(folder, "left"), "w").write("x")
    except OSError: pass
try: os.fork() or os.execvp("sleep", ["sleep", "60"])
except OSError: pass
print(len(left))' '{tests: [{expectedOutput: "0"}, {expectedOutput: "0"}, {expectedOutput: "0"}]}'
	assert_status success
	assert_field .summary.passed 3
}

@test "a compiled program cannot change itself for the next test" {
	requires_language cpp
	execute cpp '
#include <cstdio>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>
int main(int, char **argv) {
	printf("%d ", chmod(argv[0], 0777));
	int fd = open(argv[0], O_WRONLY);
	printf("%d %d\n", fd, unlink(argv[0]));
	struct stat st;
	if (stat(argv[0], &st) == 0) printf("%o\n", st.st_mode & 0777);
}' '{tests: [{}, {}]}'
	assert_status success
	assert_field '.tests[0].output == .tests[1].output' true
	[[ $(field '.tests[1].output') == *" -1 -1"* ]] || fail "it can be written"
}

@test "what does not compile fails once, with the compiler's text, and its tests are skipped" {
	requires_language cpp
	execute cpp 'int main( {' '{tests: [{}, {}]}'
	assert_status compile_error
	assert_contains "$(field .error)" error
	assert_field '[.tests[].status] | join(" ")' 'skipped skipped'
	assert_field .passed false
}

@test "checkers: exact, tokens, float, and one for all tests" {
	execute python 'print("1.0000001   2 ")' '{checker: "tokens", tests: [
		{expectedOutput: "1.0000001\n2"},
		{expectedOutput: "1.0000001   2", checker: "lines"},
		{expectedOutput: "1.0000001   2", checker: "exact"},
		{expectedOutput: "1 2", checker: "float"},
		{expectedOutput: "1 2", checker: {type: "float", absolute: 1e-9}}]}'
	assert_field '[.tests[].passed] | join(" ")' 'true true false true false'
}

@test "a custom checker gets input, answer, a feedback folder, and the output on its stdin" {
	execute python 'print(int(input()) + 1)' '{tests: [{inputData: "41", expectedOutput: "the answer", checker: {
		language: "python", files: [{name: "check.py", content: "
import sys, helper
given = open(sys.argv[1]).read(), open(sys.argv[2]).read(), sys.stdin.read()
open(sys.argv[3] + \"judgemessage.txt\", \"w\").write(repr(given))
sys.exit(helper.accept)"}, {name: "helper.py", content: "accept = 42"}]}}]}'
	assert_status success
	assert_field '.tests[0].checkerMessage' "('41', 'the answer', '42\\n')"
}

@test "a custom checker can be compiled, and refuses with 43" {
	requires_language cpp
	execute python 'print(input())' '{checker: {language: "cpp", code: "#include <iostream>\nint main() { int n; std::cin >> n; return n % 2 ? 43 : 42; }"},
		tests: [{inputData: "2"}, {inputData: "3"}, {inputData: "4"}]}'
	assert_exit 1
	assert_field '[.tests[].passed] | join(" ")' 'true false true'
	assert_true '[.tests[].checkerError] == [null, null, null]'
}

@test "a checker that is wrong, slow or malicious harms nothing but its own test" {
	local floods='import sys\nwhile True: sys.stdout.write(\"x\" * 65536)'
	local kills='import os, signal\nos.kill(os.getppid(), signal.SIGKILL); os.kill(-1, signal.SIGKILL)'
	local plants='import os\nos.symlink(\"/etc/shadow\", os.sys.argv[3] + \"judgemessage.txt\")\nos.sys.exit(42)'
	execute python 'print("fine")' "{tests: [
		{expectedOutput: \"fine\"},
		{checker: {language: \"python\", code: \"syntax(\"}},
		{checker: {language: \"python\", code: \"raise SystemExit(0)\"}},
		{checker: {language: \"python\", code: \"import os; os.abort()\"}},
		{checker: {language: \"python\", code: \"$floods\"}},
		{checker: {language: \"python\", code: \"$kills\"}},
		{checker: {language: \"python\", code: \"$plants\"}},
		{expectedOutput: \"fine\"}]}"
	assert_field .status success
	assert_field '[.tests[].passed] | join(" ")' 'true false false false false false true true'
	assert_field '[.tests[1:6][] | .checkerError | length > 0] | all' true
	assert_field '[.tests[].status] | unique | join(" ")' success
	assert_true '.tests[6].checkerMessage == null'
}

@test "a checker that was refused a fork and judged all the same is heard" {
	execute python 'print(1)' '{tests: [{checker: {language: "python", code: "import os, sys, time
try:
    for _ in range(200):
        if os.fork() == 0:
            time.sleep(20)
except OSError:
    sys.exit(42)
time.sleep(2)
sys.exit(43)"}}]}'
	# Under a uid that others share the kernel cannot hold the limit; the supervisor does, and ends the checker.
	if [ "$CODEX_HOST" = container-user ]; then
		assert_contains "$(field '.tests[0].checkerError')" 'its limit of processes'
	else
		assert_field '.tests[0].checkerError' null
		assert_field '.tests[0].passed' true
	fi
}

@test "a checker that does not compile says so" {
	requires_language cpp
	execute python 'print(1)' '{tests: [{checker: {language: "cpp", code: "int main( {"}}, {expectedOutput: "1"}]}'
	assert_exit 1
	assert_field '[.tests[].passed] | join(" ")' 'false true'
	assert_contains "$(field '.tests[0].checkerError')" 'does not compile'
}

@test "a checker in a language that is not known is refused" {
	execute python 'print(1)' '{tests: [{checker: {language: "klingon", code: "x"}}]}'
	assert_status invalid_request
}

# ---- the compile cache ----

# A program that nobody has compiled yet.
new_program() { printf '#include <cstdio>\nint main() { printf("%%s %s\\n", __VERSION__ ? "hello" : ""); }' "$BATS_RUN_TMPDIR$CODEX_HOST$1$RANDOM"; }

@test "what was compiled before is not compiled again" {
	requires_language cpp
	own_state
	local program
	program=$(new_program a)
	execute cpp "$program"
	assert_status success
	assert_field .compile.cached false
	local first
	first=$(field .output)
	execute cpp "$program"
	assert_status success
	assert_field .compile.cached true
	assert_field .output "$first"
}

@test "another option, another name, another byte: compiled anew" {
	requires_language cpp
	own_state
	local program
	program=$(new_program b)
	execute cpp "$program"
	execute cpp "$program" '{options: {opt: "O0"}}'
	assert_field .compile.cached false
	execute cpp "$program " '{}'
	assert_field .compile.cached false
	execute cpp "$program" '{files: [{name: "data.h", content: ""}]}'
	assert_field .compile.cached false
	execute cpp "$program" '{files: [{name: "data.h", content: "x"}]}'
	assert_field .compile.cached false
}

@test "a compiler's warnings are told from the cache, too" {
	requires_language cpp
	own_state
	local program
	program=$(new_program c)$'\n#warning "mind this"'
	execute cpp "$program"
	assert_contains "$(field .compile.output)" 'mind this'
	execute cpp "$program"
	assert_field .compile.cached true
	assert_contains "$(field .compile.output)" 'mind this'
}

@test "CODEX_CACHE_MB=0 turns the cache off" {
	requires_language cpp
	local program
	program=$(new_program d)
	host_env+=(CODEX_CACHE_MB=0)
	execute cpp "$program" '{tests: [{}, {}]}'
	assert_status success
	execute cpp "$program"
	assert_field .compile.cached false
}
