#!/usr/bin/env bats
# What a request may say and what the answer has: the same on every host.

load helpers

@test "hello: every field of the contract is there" {
	execute python 'print("hello")'
	assert_status success
	assert_field .output hello
	assert_true '.output == "hello\n"'
	assert_field .error ''
	assert_field .exitCode 0
	assert_field .signal null
	assert_field .limit null
	assert_field .compile null
	assert_field .outputTruncated false
	assert_true '.executionTime > 0 and .executionTime < 30'
	assert_true '.cpuTime > 0'
	assert_true '.memoryUsed > 1000000 and .memoryUsed < 134217728'
	assert_true '.memorySource | type == "string"'
	assert_true '.blocked | type == "array" or . == null'
	assert_true '.isolation | length > 0'
	assert_field .language python
	assert_true '.version | test("^3\\.")'
	assert_true '.notices | type == "array"'
}

@test "stdout carries one line of JSON and nothing else" {
	execute python 'print("hello")'
	[ "$(wc -l <"$BATS_TEST_TMPDIR/stdout")" -eq 1 ] || fail "not one line"
	jq -e 'type == "object"' "$BATS_TEST_TMPDIR/stdout"
}

@test "run is the command that is meant when none is named" {
	command_run run <<<"$(request python 'print(1)')"
	assert_status success
	assert_true '.output == "1\n"'
}

@test "inputData is stdin, byte for byte, then end of file" {
	execute python 'import sys; print(repr(sys.stdin.read()))' '{inputData: "a\nb\u00e9 no newline"}'
	assert_status success
	assert_true ".output == \"'a\\\\nbé no newline'\\n\""
}

@test "a program that does not read its input is not harmed by a large one" {
	execute python 'print("done")' '{inputData: ("x" * 1000000)}'
	assert_status success
}

@test "args reach the program as they are, through no shell" {
	execute python 'import sys; print(sys.argv[1:])' "{args: [\"a b\", \"\$HOME\", \"\", \"'\"]}"
	assert_status success
	assert_true ".output == \"['a b', '\$HOME', '', \\\"'\\\"]\\n\""
}

@test "files lie in the work directory, folders included" {
	execute python 'from pkg import util; print(util.f(), open("data.bin", "rb").read())' \
		'{files: [{name: "pkg/util.py", content: "def f(): return 42"}, {name: "data.bin", content: "AP8=", encoding: "base64"}]}'
	assert_status success
	assert_true ".output == \"42 b'\\\\x00\\\\xff'\\n\""
}

@test "without code, main names the main file" {
	execute_json '{"language": "python", "main": "b.py", "files": [{"name": "a.py", "content": "X = 5"}, {"name": "b.py", "content": "import a; print(a.X)"}]}'
	assert_status success
	assert_true '.output == "5\n"'
}

@test "an exit code is a runtime error and is told" {
	execute python 'import sys; sys.exit(42)'
	assert_status runtime_error
	assert_field .exitCode 42
	assert_field .signal null
}

@test "stderr is told apart from stdout" {
	execute python 'import sys; print("out"); print("err", file=sys.stderr)'
	assert_status success
	assert_true '.output == "out\n" and .error == "err\n"'
}

@test "invalid UTF-8 becomes U+FFFD, in base64 it stays as it is" {
	execute python 'import os; os.write(1, b"a\xff\x00b")'
	assert_status success
	assert_true '.output == "a\ufffd\u0000b"'
	execute python 'import os; os.write(1, b"a\xff\x00b")' '{encoding: "base64"}'
	assert_status success
	assert_field .output Yf8AYg==
}

@test "combined has both streams in order of arrival" {
	execute python '
import os, time
for i in range(3):
    os.write(1, b"out%d\n" % i); time.sleep(0.1)
    os.write(2, b"err%d\n" % i); time.sleep(0.1)' '{combined: true}'
	assert_status success
	assert_true '.combined == "out0\nerr0\nout1\nerr1\nout2\nerr2\n"'
}

@test "id is echoed, also with an error" {
	execute python 'print()' '{id: "run 7"}'
	assert_field .id 'run 7'
	execute python 'print()' '{id: "run 8", timeout: 75}'
	assert_status invalid_request
	assert_field .id 'run 8'
}

@test "collect brings files back in base64" {
	execute python 'open("plot.bin", "wb").write(b"\x00\x01")' '{collect: ["plot.bin"]}'
	assert_status success
	assert_true '.files == [{name: "plot.bin", content: "AAE="}]'
}

@test "an unknown field is ignored and named, with the nearest known one" {
	execute python 'print()' '{inputDate: "x"}'
	assert_status success
	assert_true '.notices | any(contains("inputDate") and contains("inputData"))'
}

@test "a compile error has the compiler's own text" {
	requires_language cpp
	execute cpp 'int main() { return x; }'
	assert_status compile_error
	assert_true '.error | contains("was not declared")'
	assert_true '.compile.time > 0'
	assert_field .output ''
}

@test "warnings of a successful compile are in compile.output, not in error" {
	requires_language cpp
	execute cpp '#warning mind this
int main() {}'
	assert_status success
	assert_field .error ''
	assert_true '.compile.output | contains("mind this")'
}

@test "an option chooses among what the language has" {
	requires_language cpp
	local code='#include <cstdio>
int main() { std::printf("%ld\n", __cplusplus); }'
	execute cpp "$code" '{options: {std: "c++17"}}'
	assert_true '.output == "201703\n"'
	execute cpp "$code" '{options: {std: "c++20"}}'
	assert_true '.output == "202002\n"'
	execute cpp "$code" '{options: {std: "c++1"}}'
	assert_status invalid_request
	assert_true '.error | contains("options.std")'
}

@test "java: a public class names its file" {
	requires_language java
	execute java 'public class Greeter { public static void main(String[] a) { System.out.println("hi " + a.length); } }' '{args: ["x"]}'
	assert_status success
	assert_true '.output == "hi 1\n"'
}

@test "the aliases of a language name it too" {
	execute py 'print(1)'
	assert_status success
	assert_field .language python
}

# refused REQUEST FIELD: exit 2, JSON on stdout, a message that names the field.
refused() {
	execute_json "$1"
	assert_status invalid_request
	assert_true '.error | type == "string" and length > 0'
	[ -z "$2" ] || assert_field .field "$2"
	[ -n "$errors" ] || fail "nothing on stderr for people"
}

@test "a wrong value is refused with the name of its field" {
	refused '{"language": "python"}' code
	refused '{"language": "python", "code": ""}' code
	refused '{"language": "python", "code": "a\u0000b"}' code
	refused '{"language": "python", "code": 5}' code
	refused '{"language": "python", "code": "1", "timeout": 75}' timeout
	refused '{"language": "python", "code": "1", "timeout": "5"}' timeout
	refused '{"language": "python", "code": "1", "limits": {"memoryMB": 5}}' limits.memoryMB
	refused '{"language": "python", "code": "1", "args": [1]}' ''
	refused '{"language": "python", "code": "1", "files": [{"name": "../x", "content": ""}]}' ''
	refused '{"language": "python", "code": "1", "files": [{"name": "/x", "content": ""}]}' ''
	refused '{"language": "cobol", "code": "1"}' language
	refused '{"code": "1"}' language
}

@test "the message says what a value may be" {
	execute_json '{"language": "python", "code": "1", "timeout": 75}'
	assert_field .error 'timeout: 75 is over the maximum of 60 seconds'
}

@test "what is not strict JSON is refused" {
	refused '' ''
	refused '[]' ''
	refused '{"language": "python", "code": "1"' ''
	refused '{"language": "python", "code": "1"} x' ''
	refused '{"language": "python", "code": "1", "code": "2"}' ''
	refused '{"language": "python", "code": "1", "timeout": NaN}' ''
	refused "{'language': 'python', 'code': '1'}" ''
	refused '{"language": "python", "code": "\ud800"}' ''
	refused $'{"language": "python", "code": "\xff"}' ''
	refused "{\"language\": \"python\", \"code\": \"1\", \"x\": $(printf '%.0s[' {1..20})$(printf '%.0s]' {1..20})}" ''
}

@test "sizes over the maximum are refused" {
	head -c 60000 /dev/zero | tr '\0' '#' >"$BATS_TEST_TMPDIR/code"
	jq -cn --rawfile code "$BATS_TEST_TMPDIR/code" '{language: "python", $code}' >"$BATS_TEST_TMPDIR/large"
	command_run <"$BATS_TEST_TMPDIR/large"
	assert_status invalid_request
	assert_field .field code
	head -c 9000000 /dev/zero | tr '\0' ' ' >"$BATS_TEST_TMPDIR/large"
	command_run <"$BATS_TEST_TMPDIR/large"
	assert_status invalid_request
}

@test "with tests: what the sandbox refused to any of them is told once" {
	execute python '
import socket
try: socket.socket()
except OSError: print(input())' '{tests: [{inputData: "1", expectedOutput: "1"}, {inputData: "2", expectedOutput: "2"}]}'
	assert_status success
	assert_true '.blocked == null or .blocked == ["socket(AF_INET)"]'
	execute python 'print(1)' '{tests: [{}]}'
	assert_true '.blocked == null or .blocked == []'
}

@test "with tests: a wrong answer is success that has not passed, and exit 1" {
	execute python 'print(input())' '{tests: [{inputData: "1", expectedOutput: "1"}, {inputData: "2", expectedOutput: "3"}]}'
	assert_field .status success
	assert_field .passed false
	assert_exit 1
}
