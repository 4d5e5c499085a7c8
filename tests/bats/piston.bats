#!/usr/bin/env bats
# Piston's API, version 2, as its clients use it: through the gateway, and straight from an instance.

load helpers
load service
load gateway

# Those that can run here, one instance each.
languages=(python javascript java cpp go rust)

setup_file() {
	service_works || return 0
	local language list=() here=()
	codex_run languages --json >"$BATS_FILE_TMPDIR/languages"
	for language in "${languages[@]}"; do
		jq -e --arg name "$language" '.languages[] | select(.name == $name) | .available' "$BATS_FILE_TMPDIR/languages" >/dev/null || continue
		new_service "shared-$language"
		start_service "shared-$language" "$language"
		list+=("${language^^}_EXECUTOR_URL=$(url_of "shared-$language")")
		here+=("$language")
	done
	echo "${here[*]}" >"$BATS_FILE_TMPDIR/here"
	new_service shared-piston CODEX_RATE=100000 "${list[@]}"
	start_gateway shared-piston
}

teardown_file() {
	service_works || return 0
	local language
	stop_service shared-piston
	for language in $(<"$BATS_FILE_TMPDIR/here"); do
		stop_service "shared-$language"
	done
}

setup() {
	service_works || skip "the service is tested on root and user"
	use_service shared-piston
}

# piston BODY: an execute call at the gateway.
piston() { post /api/v2/execute "$1"; }

# assert_message HTTP-STATUS MESSAGE
assert_message() {
	assert_http "$1"
	assert_field .message "$2"
	assert_true 'keys == ["message"]'
}

@test "piston-client runs programs, with another base URL and nothing else" {
	local npm=/usr/bin/npm dir=$BATS_FILE_TMPDIR/client
	[ -x "$npm" ] || npm=$(command -v npm) || {
		[ -z "${CI:-}" ] || fail "npm must be there"
		skip "npm is missing"
	}
	cp -R "$BATS_TEST_DIRNAME/../piston" "$dir"
	(cd "$dir" && "$npm" ci --ignore-scripts --no-audit --no-fund) >"$BATS_TEST_TMPDIR/npm.log" 2>&1 || {
		cat "$BATS_TEST_TMPDIR/npm.log" >&2
		return 1
	}
	# shellcheck disable=SC2046 # a word per language
	node "$dir/client.mjs" "$url" $(<"$BATS_FILE_TMPDIR/here")
}

@test "the runtimes of all services are one list, under both paths" {
	local path
	for path in /api/v2/runtimes /api/v2/piston/runtimes; do
		get "$path"
		assert_http 200
		assert_true 'type == "array" and all(.[]; (.version | test("^[0-9.]+$")) and (.aliases | type == "array"))'
		[ "$(field '[.[].language | select(. != "typescript")] | sort | join(" ")')" = "$(tr ' ' '\n' <"$BATS_FILE_TMPDIR/here" | sort | paste -sd' ')" ]
	done
}

@test "an instance speaks for itself" {
	use_service shared-python
	get /api/v2/runtimes
	assert_true '[.[].language] == ["python"] and (.[0].aliases | index("py"))'
	post /api/v2/piston/execute '{"language": "py", "version": "3", "files": [{"content": "print(1)"}]}'
	assert_http 200
	assert_true '.run.stdout == "1\n"'
	post /api/v2/execute '{"language": "cpp", "version": "*", "files": [{"content": "int main() {}"}]}'
	assert_message 400 "cpp-* runtime is unknown"
}

@test "versions are ranges" {
	get /api/v2/runtimes
	local version range
	version=$(field '.[] | select(.language == "python").version')
	for range in "$version" '*' 3 3.x "^3.0" "~${version%.*}" ">=3 <4" "1.x || 3.x" "2.7 - 3.99"; do
		piston "$(jq -cn --arg range "$range" '{language: "python", version: $range, files: [{content: "print(1)"}]}')"
		assert_http 200
		assert_field .version "$version"
	done
	for range in 2.x "<3" "^4" latest 99.0.0; do
		piston "$(jq -cn --arg range "$range" '{language: "python", version: $range, files: [{content: "print(1)"}]}')"
		assert_message 400 "python-$range runtime is unknown"
	done
}

@test "output is both streams in order of arrival" {
	piston '{"language": "python", "version": "*", "files": [{"content": "import os, time\nfor i in range(5):\n    os.write(1, b\"o\"); time.sleep(0.05); os.write(2, b\"e\"); time.sleep(0.05)"}]}'
	assert_http 200
	assert_field .run.stdout ooooo
	assert_field .run.stderr eeeee
	assert_field .run.output oeoeoeoeoe
	assert_true 'has("compile") | not'
	assert_true '.run | .code == 0 and .signal == null and .status == null and .message == null and .wall_time > 0 and .memory > 0'
}

@test "compile and run are told apart" {
	piston '{"language": "c++", "version": "*", "files": [{"name": "prog.cpp", "content": "#include <cstdio>\n#warning look\nint main() { puts(\"hi\"); return 3; }"}]}'
	assert_http 200
	assert_field .language cpp
	assert_true '.compile.code == 0 and (.compile.stderr | contains("look")) and .compile.output == .compile.stderr and .compile.stdout == ""'
	assert_true '.run.stdout == "hi\n" and .run.code == 3 and .run.status == "RE"'
	piston '{"language": "c++", "version": "*", "files": [{"content": "int main( {}"}]}'
	assert_http 200
	assert_true '.compile.code == 1 and .compile.status == "RE" and (.compile.stderr | contains("error")) and .run == .compile'
}

@test "ends have Piston's statuses" {
	piston '{"language": "python", "version": "*", "files": [{"content": "while True: pass"}], "run_timeout": 300}'
	assert_true '.run | .status == "TO" and .signal == "SIGKILL" and .code == null'
	piston '{"language": "python", "version": "*", "files": [{"content": "while True: pass"}], "run_cpu_time": 300}'
	assert_true '.run | .status == "TO" and .signal == "SIGKILL" and .message == "Time limit exceeded"'
	piston '{"language": "python", "version": "*", "files": [{"content": "import os, signal\nos.kill(os.getpid(), signal.SIGSEGV)"}]}'
	assert_true '.run | .status == "SG" and .signal == "SIGSEGV" and .code == null'
	piston '{"language": "python", "version": "*", "files": [{"content": "while True: print(\"x\" * 1000)"}]}'
	assert_true '.run | .status == "OL" and .signal == "SIGKILL" and (.stdout | length) > 100000'
	piston '{"language": "python", "version": "*", "files": [{"content": "import sys\nwhile True: print(\"x\" * 1000, file=sys.stderr)"}]}'
	assert_true '.run | .status == "EL" and .signal == "SIGKILL"'
	piston '{"language": "python", "version": "*", "files": [{"content": "x = [0] * 10 ** 9\nprint(len(x))"}], "run_memory_limit": 64000000}'
	assert_true '.run | .message == "Memory limit exceeded" and (.status == "RE" or .status == "SG")'
}

@test "files come as text, base64 and hex, and without names" {
	piston '{"language": "python", "version": "*", "args": ["x y"], "stdin": "in", "files": [
		{"name": "data/a", "content": "AP8=", "encoding": "base64"},
		{"content": "import sys, helper\nprint((open(\"data/a\", \"rb\").read() + open(\"b\", \"rb\").read()).hex(), helper.x, *sys.argv[1:], sys.stdin.read())"},
		{"name": "b", "content": "00fF", "encoding": "hex"},
		{"name": "helper.py", "content": "x = 7"}]}'
	assert_http 200
	assert_true '.run.stdout == "00ff00ff 7 x y in\n"'
}

@test "a source may have any name, as in Piston" {
	piston '{"language": "c++", "version": "*", "files": [{"name": "submission.txt", "content": "#include <cstdio>\nint main() { puts(\"hi\"); }"}]}'
	assert_true '.run.stdout == "hi\n"'
	piston '{"language": "python", "version": "*", "files": [{"name": "my_cool_code.py", "content": "1/0"}]}'
	assert_true '.run.stderr | contains("my_cool_code.py")'
	[[ " $(<"$BATS_FILE_TMPDIR/here") " == *" java "* ]] || return 0
	piston '{"language": "java", "version": "*", "files": [{"name": "test.java", "content": "public class Foo { public static void main(String[] a) { System.out.println(\"hi\"); } }"}]}'
	assert_true '.run.stdout == "hi\n"'
}

@test "limits of -1 ask for the maximum, and more than that is refused" {
	piston '{"language": "python", "version": "*", "files": [{"content": "x = bytearray(300 * 1024 * 1024); print(len(x))"}], "run_memory_limit": -1, "compile_memory_limit": -1}'
	assert_http 200
	assert_true '.run.stdout == "314572800\n"'
	piston '{"language": "python", "version": "*", "files": [{"content": "1"}], "run_timeout": 60001}'
	assert_message 400 "run_timeout cannot exceed the configured limit of 60000"
	piston '{"language": "python", "version": "*", "files": [{"content": "1"}], "run_timeout": "3000"}'
	assert_message 400 "If specified, run_timeout must be a number"
}

@test "what is missing is named in a message" {
	piston '{"version": "*", "files": [{"content": "1"}]}'
	assert_message 400 "language is required as a string"
	piston '{"language": "python", "files": [{"content": "1"}]}'
	assert_message 400 "version is required as a string"
	piston '{"language": "python", "version": "*"}'
	assert_message 400 "files is required as an array"
	piston '{"language": "python", "version": "*", "files": [{"name": "a.py"}]}'
	assert_message 400 "files[0].content is required as a string"
	piston '{"language": "cobol", "version": "1.x", "files": [{"content": "1"}]}'
	assert_message 400 "cobol-1.x runtime is unknown"
	piston '{"language": "python", "version": "*", "files": [{"name": "../a.py", "content": "1"}]}'
	assert_http 400
	assert_true 'has("message")'
}

@test "errors of HTTP are messages too" {
	get /api/v2/nothing
	assert_http 404
	assert_true 'keys == ["message"]'
	get /api/v2/execute
	assert_http 405
	assert_true 'keys == ["message"]'
	ask -H 'Content-Type: application/x-www-form-urlencoded' -d '{}' "$url/api/v2/execute"
	assert_http 415
	assert_true 'keys == ["message"]'
	head -c 8388609 /dev/zero | tr '\0' ' ' >"$BATS_TEST_TMPDIR/body"
	ask -H 'Content-Type: application/json' --data-binary @"$BATS_TEST_TMPDIR/body" "$url/api/v2/execute"
	assert_http 413
	assert_true 'keys == ["message"]'
	piston '{"language": "python", '
	assert_http 400
	assert_true 'keys == ["message"]'
}

@test "the body may be called text, or nothing" {
	local body='{"language": "python", "version": "*", "files": [{"content": "print(6 * 7)"}]}'
	ask -H 'Content-Type: text/plain;charset=UTF-8' -d "$body" "$url/api/v2/execute"
	assert_http 200
	ask -H 'Content-Type:' -d "$body" "$url/api/v2/piston/execute"
	assert_http 200
	assert_true '.run.stdout == "42\n"'
}
