#!/usr/bin/env bats
# codex-run validate: valid or not, where, and nothing of it runs.

load helpers

# validate LANGUAGE CODE [JQ]
validate() { command_run validate <<<"$(request "$@")"; }

# assert_valid / assert_invalid: the answer and the exit status that goes with it.
assert_valid() {
	assert_field .isValid true
	assert_true '.errors == []'
	assert_exit 0
}
assert_invalid() {
	assert_field .isValid false
	assert_true '.errors | length > 0'
	assert_exit 1
}

# assert_error LINE COLUMN [WORD]: the first error.
assert_error() {
	assert_invalid
	assert_field .errors[0].line "$1"
	assert_field .errors[0].column "$2"
	[ -z "${3:-}" ] || assert_contains "$(field .errors[0].message)" "$3"
}

# Nothing in an answer may come from a file of the host.
assert_quotes_no_file() {
	[[ $output$errors != *root:* ]] || fail "it quotes the password file"
	[[ $output$errors != *daemon:* ]] || fail "it quotes the password file"
	[[ $output$errors != *PATH=* ]] || fail "it quotes an environment"
}

# For a test that asks several languages; that each of those required is here is told by a test of its own.
has_language() { codex_run languages --text | awk -v name="$1" '$1 == name' | grep -qE ' available( |$)'; }

# nested CHARACTER: 50,000 of them
nested() { head -c 50000 /dev/zero | tr '\0' "$1"; }

# ---- the shape of the answer ----

@test "validate: every field of the contract is there" {
	validate python 'print(1)' '{id: "v1"}'
	assert_valid
	assert_true '.warnings == [] and .language == "python" and (.version | test("^3")) and .time > 0 and .id == "v1"'
	assert_true '.notices | type == "array"'
}

@test "validate: nothing runs" {
	start_clock
	validate python 'import time; time.sleep(60)'
	assert_valid
	assert_within 30
}

@test "validate: a wrong request is refused as everywhere" {
	command_run validate <<<'{"language": "python"}'
	assert_exit 2
	assert_field .status invalid_request
	command_run validate <<<'{"language": "cobol", "code": "x"}'
	assert_exit 2
	assert_field .field language
}

# ---- each language: valid, broken, and where ----

@test "validate python: syntax, in code points" {
	validate python $'s = "é😀" + = 1\n'
	assert_error 1 12 'invalid syntax'
	assert_field .errors[0].code SyntaxError
	validate python 'print(undefined_name)'
	assert_valid
}

@test "validate python: an error has its end where Python tells it" {
	validate python 'print(1 2)'
	assert_invalid
	assert_true '.errors[0] | .line == 1 and .column == 7 and .endLine == 1 and .endColumn == 10'
}

@test "validate javascript: scripts and modules" {
	requires_language javascript
	validate javascript $'const s = "é😀"; let b = = 5;\n'
	assert_error 1 25 "Unexpected token"
	validate javascript $'const fs = require("fs");\nfs.x();\n'
	assert_valid
	validate javascript $'import fs from "fs";\nexport const a = fs;\nawait 1;\n'
	assert_valid
	validate javascript $'import fs from "fs";\nlet a = ;\n'
	assert_error 2 9
}

@test "validate typescript: types, with the compiler's code" {
	requires_language typescript
	validate typescript $'const s = "é😀"; const n: number = s;\n'
	assert_error 1 23 'not assignable'
	assert_field .errors[0].code TS2322
	validate typescript $'console.log(process.argv.length);\nexport {};\n'
	assert_valid
}

@test "validate java: types, and a public class of any name" {
	requires_language java
	validate java $'public class Any {\n\tint f() { String s = "é😀"; int n = s; return n; }\n}\n'
	assert_error 2 37 'incompatible types'
	validate java $'public class Any { int f() { } }\n'
	assert_error 1 30 'return'
	validate java $'public class Any { public static void main(String[] a) { } }\n'
	assert_valid
}

@test "validate cpp: types, ends and options" {
	requires_language cpp
	validate cpp $'int main() {\n\tconst char *s = "é😀"; int n = s;\n}\n'
	assert_error 2 32 'invalid conversion'
	validate cpp $'int main() { auto f = [](auto x) { return x; }; return f(0); }\n' '{options: {std: "c++11"}}'
	assert_invalid
	validate cpp $'int main() { auto f = [](auto x) { return x; }; return f(0); }\n' '{options: {std: "c++14"}}'
	assert_valid
}

@test "validate cpp: what only compiles with optimization validates" {
	requires_language cpp
	validate cpp $'#ifndef __OPTIMIZE__\n#error no\n#endif\nint main() {}\n'
	assert_valid
	validate cpp $'#ifndef __OPTIMIZE__\n#error no\n#endif\nint main() {}\n' '{options: {opt: "O0"}}'
	assert_invalid
}

@test "validate cpp: an error in a header points at the line that asked for it" {
	requires_language cpp
	validate cpp $'#include <algorithm>\n#include <vector>\nint main() {\n\tstd::vector<int> v;\n\tstd::sort(v.begin(), v.end(), 5);\n}\n'
	assert_invalid
	assert_true '.errors | all(.line == 5)'
}

@test "validate go: types and unused things" {
	requires_language go
	validate go $'package main\n\nfunc main() {\n\ts := "é😀" + 1\n}\n'
	assert_invalid
	assert_true '.errors | any(.line == 4 and .column == 2) and any(.line == 4 and .column == 7)'
	validate go $'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hi") }\n'
	assert_valid
}

@test "validate rust: types and borrows, with the compiler's code" {
	requires_language rust
	validate rust $'fn main() {\n    let s = "é😀"; let n: i32 = s;\n}\n'
	assert_error 2 32 'mismatched types'
	assert_field .errors[0].code E0308
	validate rust $'fn main() {\n    let s = String::new(); let t = s; println!("{}{}", s, t);\n}\n'
	assert_invalid
	assert_field .errors[0].code E0382
	validate rust $'#[cfg(debug_assertions)]\ncompile_error!("no");\nfn main() {}\n'
	assert_valid
}

@test "validate java: classes that a request brings are found, and none of ours" {
	requires_language java
	local class
	printf 'public class Lib { public static int f() { return 1; } }\n' >"$BATS_TEST_TMPDIR/Lib.java"
	"$(echo /usr/lib/jvm/java-*-openjdk-*/bin/javac | awk '{ print $NF }')" -d "$BATS_TEST_TMPDIR" "$BATS_TEST_TMPDIR/Lib.java"
	class=$(base64 -w0 "$BATS_TEST_TMPDIR/Lib.class")
	validate java 'class A { int x = Lib.f(); }' "{files: [{name: \"Lib.class\", encoding: \"base64\", content: \"$class\"}]}"
	assert_valid
	validate java 'class A { JavaCheck x; }'
	assert_invalid
}

@test "validate: with more files the file is named" {
	validate python 'import util' '{files: [{name: "lib/util.py", content: "def f(:\n"}]}'
	assert_invalid
	assert_field .errors[0].file lib/util.py
	requires_language cpp
	validate cpp $'#include "a.h"\nint main() { return f(); }\n' '{files: [{name: "a.h", content: "int f() { return x; }\n"}]}'
	assert_error 1 18
	assert_field .errors[0].file a.h
}

# ---- warnings ----

@test "validate: warnings help and fail nothing" {
	validate python $'import os\nif 1 is 1: pass\n'
	assert_valid
	assert_true '.warnings | any(.code == "SyntaxWarning" and .line == 2) and any(.code == "unused-import" and .line == 1)'
	if has_language cpp; then
		validate cpp $'int main() {\n\tint unused;\n}\n'
		assert_valid
		assert_true '.warnings | any(.code == "-Wunused-variable" and .line == 2 and .column == 6 and .endColumn == 12)'
	fi
	if has_language typescript; then
		validate typescript $'const unused = 1;\nexport {};\n'
		assert_valid
		assert_true '.warnings | any(.code == "TS6133" and .line == 1)'
	fi
	if has_language rust; then
		validate rust $'fn main() {\n    let unused = 1;\n}\n'
		assert_valid
		assert_true '.warnings | any(.code == "unused_variables" and .line == 2)'
	fi
}

@test "validate: our own wrapping is no reason for a warning" {
	local language
	for language in python javascript typescript java cpp go rust; do
		has_language "$language" || continue
		validate "$language" "$(hello "$language")"
		assert_valid
		assert_true '.warnings == []'
	done
}

hello() {
	case $1 in
	python) echo 'print("hi")' ;;
	javascript | typescript) echo 'console.log("hi");' ;;
	java) echo 'class Hi { public static void main(String[] args) { System.out.println("hi"); } }' ;;
	cpp) printf '#include <iostream>\nint main() { std::cout << "hi\\n"; }\n' ;;
	go) printf 'package main\n\nimport "fmt"\n\nfunc main() { fmt.Println("hi") }\n' ;;
	rust) echo 'fn main() { println!("hi"); }' ;;
	esac
}

# ---- modules that make no sense here ----

@test "modules: a warning in validate, a notice in execute, nothing where nobody uses one" {
	validate python $'import math\nfrom urllib import request\n'
	assert_valid
	assert_true '.warnings | map(select(.code == "module")) | length == 1 and .[0].line == 2 and (.[0].message | contains("urllib.request"))'
	execute python $'import math\nimport socket\n'
	assert_status success
	assert_true '.notices | any(contains("line 2") and contains("socket") and contains("network"))'
	execute python 'print("socket")'
	assert_status success
	assert_true '.notices == []'
}

@test "modules: refuse applies to both, and names module and line" {
	host_env+=(CODEX_MODULES=refuse)
	validate python $'import math\nimport socket\n'
	assert_error 2 8 socket
	execute python $'import math\nimport socket\n'
	assert_status invalid_request
	assert_field .field code
	assert_contains "$(field .error)" 'line 2'
	assert_contains "$(field .error)" socket
	execute python 'import math; print(math.pi)'
	assert_status success
}

@test "modules: allow looks at nothing" {
	host_env+=(CODEX_MODULES=allow)
	validate python 'import socket; socket.socket'
	assert_true '.warnings == []'
	host_env=(CODEX_MODULES=perhaps)
	validate python 'print(1)'
	assert_contains "$errors" CODEX_MODULES
}

@test "modules: found by the parser, not in text, strings or comments" {
	validate python $'# import socket\nx = "import socket"\nprint(x)\n'
	assert_true '.warnings == []'
	if has_language javascript; then
		validate javascript $'// require("net")\nconsole.log("require(\'net\')");\n'
		assert_true '.warnings == []'
	fi
}

# uses LANGUAGE CODE LINE NAME: the module is found in that line.
uses() {
	has_language "$1" || return 0
	validate "$1" "$2"
	assert_field .isValid true
	assert_true ".warnings | any(.code == \"module\" and .line == $3 and (.message | startswith(\"$4\")))"
}

@test "modules: each language's own parser finds them" {
	uses python $'import math\nimport subprocess as s\n' 2 subprocess
	uses javascript $'let a;\nconst { spawn } = require("node:child_process");\n' 2 child_process
	uses javascript $'import fs from "fs";\nimport net from "net";\n' 2 net
	uses typescript $'import * as fs from "fs";\nimport * as net from "node:net";\n' 2 net
	uses java $'class A {\n\tObject f() { return new ProcessBuilder(); }\n}\n' 2 java.lang.ProcessBuilder
	uses java $'import java.util.*;\nimport java.net.*;\nclass A {\n\tSocket s;\n}\n' 4 java.net.Socket
	uses cpp $'#include <vector>\n#include <sys/socket.h>\nint main() {}\n' 2 sys/socket.h
	uses go $'package main\n\nimport n "net"\n\nfunc main() { _ = n.Dial }\n' 3 net
	uses rust $'use std::net::TcpStream;\nfn main() { let _s = TcpStream::connect("x:1"); }\n' 1 std::net::TcpStream
}

# ---- hostile input: bounded, clear, and no word from the host ----

@test "hostile: 50 KB of open brackets" {
	local language
	for language in python javascript typescript java cpp go rust; do
		has_language "$language" || continue
		start_clock
		validate "$language" "$(nested '(')"
		assert_invalid
		assert_within 60
		[ ${#output} -lt 300000 ] || fail "${#output} bytes"
	done
}

@test "hostile: files of the host are not quoted" {
	requires_language cpp
	local file
	for file in /etc/passwd /etc/shadow /proc/self/environ /proc/1/environ /dev/zero; do
		validate cpp "$(printf '#include "%s"\nint main() {}\n' "$file")"
		assert_invalid
		assert_quotes_no_file
	done
}

@test "hostile: rust includes nothing from outside" {
	requires_language rust
	local macro
	for macro in 'const X: &str = include_str!("/etc/passwd");' 'include!("/etc/passwd");' \
		'const X: &[u8] = include_bytes!("/dev/zero");' '#[path = "/etc/passwd"] mod m;'; do
		validate rust "$macro"$'\nfn main() {}\n'
		assert_invalid
		assert_quotes_no_file
	done
}

@test "hostile: go embeds nothing, typescript refers to nothing" {
	if has_language go; then
		validate go $'package main\n\nimport _ "embed"\n\n//go:embed /etc/passwd\nvar s string\n\nfunc main() { println(s) }\n'
		assert_invalid
		assert_quotes_no_file
	fi
	if has_language typescript; then
		validate typescript $'/// <reference path="/etc/passwd" />\nimport x from "/etc/passwd";\nconsole.log(x);\n'
		assert_invalid
		assert_quotes_no_file
	fi
}

@test "hostile: recursion of templates, constants and types ends" {
	requires_language cpp
	validate cpp $'template <int N> struct A { A<N + 1> a; };\nA<0> a;\nint main() {}\n'
	assert_invalid
	validate cpp $'constexpr long f(long n) { long s = 0; for (long i = 0; i < n; i++) s += i; return s; }\nstatic_assert(f(100000000000) == 1);\nint main() {}\n'
	assert_invalid
	if has_language rust; then
		validate rust $'struct A<T>(T);\ntrait F { const X: u32; }\nimpl<T> F for A<T> where A<A<T>>: F { const X: u32 = <A<A<T>>>::X; }\nfn main() { println!("{}", <A<u8>>::X) }\n'
		assert_invalid
	fi
	if has_language typescript; then
		validate typescript $'type A<T, N extends any[] = []> = N["length"] extends 999 ? T : A<[T, T], [...N, 1]>;\nlet x: A<1> = 5;\n'
		assert_invalid
		[ ${#output} -lt 300000 ] || fail "${#output} bytes"
	fi
}

@test "hostile: a compiler that never stops talking is cut short" {
	requires_language cpp
	validate cpp '#define A(x) _Pragma("GCC warning \"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa\"") x
#define B(x) A(x) A(x) A(x) A(x) A(x) A(x) A(x) A(x) A(x) A(x)
#define C(x) B(x) B(x) B(x) B(x) B(x) B(x) B(x) B(x) B(x) B(x)
#define D(x) C(x) C(x) C(x) C(x) C(x) C(x) C(x) C(x) C(x) C(x)
#define E(x) D(x) D(x) D(x) D(x) D(x) D(x) D(x) D(x) D(x) D(x)
int main() { E(;) E(;) E(;) E(;) E(;) E(;) E(;) E(;) }'
	assert_invalid
	assert_true '.errors | any(.code == "limit")'
	[ ${#output} -lt 300000 ] || fail "${#output} bytes"
}

@test "hostile: thousands of errors are bounded, and the first ones are told" {
	local code
	code=$(seq -f 'x%.0f;' 4000)
	if has_language cpp; then
		validate cpp "int main() {
$code
}"
		assert_error 2 1 x1
		assert_true '.errors | length <= 200'
	fi
	if has_language typescript; then
		validate typescript "$code"
		assert_error 1 1 x1
		assert_true '(.errors | length <= 200) and (.notices | length == 1)'
	fi
}

@test "hostile: thousands of warnings do not make a program invalid" {
	requires_language cpp
	validate cpp "$(seq -f 'int f%.0f() { int a; return 0; }' 1400)
int main() {}"
	assert_valid
	assert_true '.warnings | length == 100'
}

# ---- for people ----

@test "validate FILE: a line for each finding" {
	cd "$BATS_TEST_TMPDIR"
	printf 'x = 1\ny = = 2\n' >prog.py
	chmod 755 . && chmod 644 prog.py
	command_run validate prog.py
	assert_exit 1
	[[ $output == 'prog.py:2:5: error: '* ]] || fail "not a line of GCC's"
	printf 'x = 1\n' >good.py
	command_run validate good.py
	assert_exit 0
	[ -z "$output" ] || fail "something is said"
}

@test "validate --format: gcc, sarif and json" {
	command_run validate --format=gcc <<<'{"language": "python", "code": "x = = 1"}'
	assert_exit 1
	[[ $output == 'main.py:1:5: error: '*'[SyntaxError]' ]] || fail "not a line of GCC's"
	command_run validate --format=sarif <<<'{"language": "python", "code": "x = = 1"}'
	assert_exit 1
	assert_true '.version == "2.1.0" and .runs[0].columnKind == "unicodeCodePoints"'
	assert_true '.runs[0].results[0] | .level == "error" and .ruleId == "SyntaxError" and (.locations[0].physicalLocation | .artifactLocation.uri == "main.py" and .region.startLine == 1 and .region.startColumn == 5)'
	command_run validate --format=xml <<<'{}'
	assert_exit 2
}
