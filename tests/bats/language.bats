#!/usr/bin/env bats
# What is true of every language; the programs themselves are in tests/language.

load helpers

@test "languages: the main source may have any name, in a folder too" {
	local language name
	local -A name_of=(
		[python]=part/start.py [javascript]=part/start.js [typescript]=part/start.ts [java]=part/Start.java
		[cpp]=part/start.cc [c]=part/start.c [go]=part/start.go [rust]=part/start.rs
	)
	for language in "${!name_of[@]}"; do
		requires_language "$language"
		name=${name_of[$language]}
		execute_json "$(jq -cn --arg language "$language" --arg name "$name" \
			--rawfile code "$(echo "$BATS_TEST_DIRNAME/../../scripts/hello/$language".*)" \
			'{language: $language, files: [{name: "note.txt", content: "no source"}, {name: $name, content: ($code | sub("class Main"; "class Start"))}], main: $name}')"
		assert_status success
		assert_field .output "Hello from $language"
	done
	execute_json '{"language": "typescript", "files": [{"name": "start.mts", "content": "console.log(await Promise.resolve(7));"}]}'
	assert_status success
	assert_field .output 7
}

@test "languages: runtimes that count CPUs are told how many there are" {
	requires_language go java
	host_env+=(CODEX_CPUS=3)
	execute go 'package main
import "runtime"
func main() { println(runtime.GOMAXPROCS(0)) }'
	assert_status success
	assert_field .error 3
	execute java 'class Main { public static void main(String[] a) { System.out.print(Runtime.getRuntime().availableProcessors()); } }'
	assert_status success
	assert_field .output 3
}

@test "languages: heaps grow with the memory limit, and stay under it" {
	requires_language java javascript go
	local language code
	local -A heap_of=(
		[java]='class Main { public static void main(String[] a) { System.out.print(Runtime.getRuntime().maxMemory()); } }'
		[javascript]='process.stdout.write(String(require("v8").getHeapStatistics().heap_size_limit))'
		[go]='package main
import ("fmt"; "runtime/debug")
func main() { fmt.Print(debug.SetMemoryLimit(-1)) }'
	)
	for language in "${!heap_of[@]}"; do
		code=${heap_of[$language]}
		execute "$language" "$code"
		assert_status success
		assert_true '.output | tonumber > 50e6 and tonumber < 134217728'
		execute "$language" "$code" '{limits: {memoryMB: 512}}'
		assert_status success
		assert_true '.output | tonumber > 300e6 and tonumber < 536870912'
	done
}

# node's own options for it would cost it the code that it has compiled beforehand: languages/node_limits.c.
@test "languages: node has its limits without options, and passes nothing of them on" {
	requires_language javascript
	# shellcheck disable=SC2016
	execute javascript '
const v8 = require("node:v8"), os = require("node:os"), child_process = require("node:child_process");
const { Worker } = require("node:worker_threads"), fs = require("node:fs");
const megabytes = () => Math.round(v8.getHeapStatistics().heap_size_limit / 2 ** 20);
let depth = 0;
const dive = () => { depth++; dive(); };
try { dive(); } catch {}
fs.writeFileSync("thread.js", `require("node:worker_threads").parentPort.postMessage((${megabytes})())`.replace("v8.", "require(\"v8\")."));
new Worker("./thread.js").on("message", (thread) => console.log(JSON.stringify({
  heap: megabytes(), thread, deep: depth > 40000, options: process.execArgv,
  names: Object.keys(process.env).filter((name) => /LD_|CODEX_/.test(name)),
  child: child_process.execFileSync(process.execPath, ["-p", "process.env.LD_PRELOAD || process.env.CODEX_HEAP_MB || 0"]).toString().trim(),
  machine: os.totalmem() === 2 ** 31,
})));' '{limits: {memoryMB: 200}}'
	assert_status success
	assert_true '.output | fromjson == {heap: 184, thread: 184, deep: true, options: [], names: [], child: "0", machine: false}'
}

@test "languages: what answers for the kernel while node starts answers no program" {
	requires_language javascript
	local program=$BATS_TEST_TMPDIR/look.js
	echo 'require("node:fs/promises").readFile("/proc/meminfo").then((text) => console.log(text.length > 100), (error) => console.log(error.code))' >"$program"
	# Without walls, which hide the file anyway; a promise's file is opened by a thread that has no engine.
	run env -i LD_PRELOAD="$CODEX_PREFIX/share/codex-run/languages/node_limits.so" CODEX_HEAP_MB=100 /usr/bin/node "$program"
	[ "$output" = true ] || fail "$output"
}

@test "languages: it is UTC, in every one" {
	requires_language python javascript typescript java c go
	local language
	local -A zone_of=(
		[python]='import time; print(time.localtime(0).tm_hour, time.strftime("%Z"))'
		[javascript]='console.log(new Date(0).getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone)'
		[typescript]='console.log(new Date(0).getHours(), Intl.DateTimeFormat().resolvedOptions().timeZone)'
		[java]='import java.util.*;
class Main { public static void main(String[] a) { System.out.println(new GregorianCalendar(1970, 0, 1).getTimeInMillis() + " " + TimeZone.getDefault().getID()); } }'
		[c]='#include <stdio.h>
#include <time.h>
int main(void) { time_t t = 0; printf("%d %s\n", localtime(&t)->tm_hour, tzname[0]); }'
		[go]='package main
import ("fmt"; "time")
func main() { name, _ := time.Now().Zone(); fmt.Println(time.Unix(0, 0).Hour(), name) }'
	)
	for language in "${!zone_of[@]}"; do
		execute "$language" "${zone_of[$language]}"
		assert_status success
		assert_true '.output == "0 UTC\n" or .output == "0 GMT\n"'
	done
}

@test "languages: what was compiled, and the kernel does not execute, has failed" {
	requires_language c
	execute c 'const char interpreter[] __attribute__((section(".interp"))) = "/nowhere/ld.so"; int main(void) { return 0; }'
	assert_status runtime_error
	assert_field .exitCode 126
	assert_field .error 'codex-run: cannot execute the program: No such file or directory'
}

@test "languages: the environment is small, in UTF-8, and inside the work directory" {
	local language
	local -A environment_of=(
		[python]='import os, json; print(json.dumps(dict(os.environ)))'
		[javascript]='console.log(JSON.stringify(process.env))'
		[go]='package main
import ("encoding/json"; "fmt"; "os"; "strings")
func main() {
	all := map[string]string{}
	for _, line := range os.Environ() { name, value, _ := strings.Cut(line, "="); all[name] = value }
	text, _ := json.Marshal(all)
	fmt.Println(string(text))
}'
	)
	requires_language "${!environment_of[@]}"
	host_env+=(SECRET=1 NODE_OPTIONS=--no-warnings PYTHONPATH=/tmp GOGC=1)
	for language in "${!environment_of[@]}"; do
		execute "$language" "${environment_of[$language]}"
		assert_status success
		assert_true '.output | fromjson | length < 12'
		assert_true '.output | fromjson | .LANG == "C.UTF-8" and (has("SECRET") or has("NODE_OPTIONS") or has("PYTHONPATH") or has("GOGC") | not)'
		assert_true '.output | fromjson | .TMPDIR != .HOME and (.HOME | test("^/")) and (.TMPDIR | test("^/"))'
	done
}

@test "two runs: what one leaves in its folders the next does not find" {
	requires_language python
	new_marker
	execute python "
import os, pathlib
for folder in ('.', os.environ['HOME'], os.environ['TMPDIR'], '/tmp', '/var/tmp', '/dev/shm', '..', os.environ['HOME'] + '/.cache'):
    try:
        os.makedirs(folder, exist_ok=True)
        pathlib.Path(folder, '$marker').write_text('left')
    except OSError: pass
print(os.path.exists('$marker'))"
	assert_status success
	assert_field .output True
	assert_no_file "$marker"
	execute python "
import os
folders = ['.', os.environ['HOME'], os.environ['TMPDIR'], '/tmp', '/var/tmp', '/dev/shm', '..', os.environ['HOME'] + '/.cache']
print([f for f in folders if os.path.exists(f + '/$marker')])"
	assert_status success
	assert_field .output '[]'
}

@test "two runs: a program that overwrites what was built of it does not change the next" {
	requires_language c
	new_marker
	local code="// $marker"'
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>
int main(void)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (len < 0)
		return 1;
	path[len] = 0;
	chmod(path, 0777);
	int writes = open(path, O_WRONLY | O_TRUNC) >= 0;
	int removed = unlink(path) == 0;
	int made = open(path, O_WRONLY | O_CREAT, 0755);
	if (made >= 0)
		dprintf(made, "#!/bin/sh\necho spoiled\n");
	puts("itself");
	(void)writes, (void)removed;
}'
	for _ in 1 2 3; do
		execute c "$code"
		assert_status success
		assert_field .output itself
	done
}

# A folder of the operator's with C under another name, and the change of it that sed makes.
own_language() {
	folder=$BATS_TEST_TMPDIR/languages
	mkdir -p "$folder"
	chmod 755 "$BATS_TEST_TMPDIR" "$folder"
	sed -e 's/"name": "c"/"name": "mine"/' -e "$1" "$CODEX_PREFIX/share/codex-run/languages/c.json" >"$folder/mine.json"
	host_env+=("CODEX_LANGUAGES=$CODEX_PREFIX/share/codex-run/languages:$folder")
}

@test "languages: a file in the operator's folder is a language" {
	requires_language c
	own_language 's/main\.c/mine.c/'
	execute mine '#include <stdio.h>
int main(void) { puts(__FILE__); }'
	assert_status success
	assert_field .language mine
	assert_contains "$output" mine.c
}

@test "languages: a mistake in a file is told with file, line and key, and is not the caller's" {
	own_language 's/"extensions"/"extentions"/'
	command_run languages
	assert_exit 70
	assert_contains "$errors" "$folder/mine.json:4: extentions: unknown key; there are name, "
	own_language 's/"timeout": 30/"timeout": "30"/'
	execute python 'print(1)'
	assert_exit 70
	assert_contains "$errors" "compile.limits.timeout: must be a number, not a string"
	own_language 's/{option.std}/{option.standard}/'
	execute python 'print(1)'
	assert_exit 70
	assert_contains "$errors" "compile.steps[0][1]: unknown placeholder {option.standard}"
}
