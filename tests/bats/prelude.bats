#!/usr/bin/env bats
# What many programs begin with, compiled beforehand. The language here is C++ with a prelude that takes little time.

load helpers

setup() {
	requires_language cpp
	languages=$CODEX_USER_HOME/languages.$RANDOM$RANDOM
	state=$CODEX_USER_HOME/state.$RANDOM$RANDOM
	mkdir -p "$languages"
	jq '.prelude.common = [["cstdint"]]' "$BATS_TEST_DIRNAME/../../languages/cpp.json" >"$languages/cpp.json"
	chmod -R a+rX "$languages"
	host_env+=("CODEX_LANGUAGES=$languages" "CODEX_STATE_DIR=$state" CODEX_CACHE_MB=0 CODEX_MEMORY_MB=4096)
}

teardown() {
	rm -rf "$languages" "$state"
}

prepare() {
	command_run prepare cpp
	assert_exit 0
}

# Put something in the place of what was made that shows whether it is used.
mark() {
	local made flags=(-std=gnu++20 -O2 -pthread -iquote . -fdiagnostics-color=never)
	made=$(echo "$state"/preludes/*/prelude.h.gch)
	printf '#include <cstdint>\n#define PROOF 1\n' >"$BATS_TEST_TMPDIR/prelude.h"
	/usr/bin/g++ "${flags[@]}" -x c++-header -o "$BATS_TEST_TMPDIR/new.gch" "$BATS_TEST_TMPDIR/prelude.h"
	cat "$BATS_TEST_TMPDIR/new.gch" >"$made.new"
	chmod 444 "$made.new"
	mv -f "$made.new" "$made"
}

main_with_proof=$'int main()\n{\n#ifdef PROOF\n\treturn 3;\n#endif\n}'

@test "what programs begin with is compiled once and used" {
	prepare
	assert_contains "$output" 'cpp: 1 made'
	prepare
	[ -z "$output" ] || fail "it is made again"
	mark
	execute cpp $'// one line\n/* and two\n   more */\n#include <cstdint>\n#include <cstdio>\n'"$main_with_proof"
	assert_field .exitCode 3
	execute cpp $'#define __STDC_FORMAT_MACROS\n#include <cstdint>\n'"$main_with_proof"
	assert_field .exitCode 0
	execute cpp $'// a line that goes on \\\n#include <cstdint>\n'"$main_with_proof"
	assert_field .exitCode 0
	execute cpp $'#include <cstdint>\n'"$main_with_proof" '{options: {opt: "O0"}}'
	assert_field .exitCode 0
	# Not for another source of the same request, which does not begin with it.
	execute cpp $'#include <cstdint>\nint proof();\nint main() { return proof(); }' \
		'{files: [{name: "proof.cpp", content: "int proof()\n{\n#ifdef PROOF\n\treturn 3;\n#endif\n\treturn 0;\n}\n"}]}'
	assert_field .exitCode 0
	host_env+=(CODEX_PRELUDE_MB=0)
	execute cpp $'#include <cstdint>\n'"$main_with_proof"
	assert_field .exitCode 0
}

@test "a compiler says the same with what was compiled beforehand and without it" {
	local program programs=(
		$'int main() { return nothing; }'
		$'int main() { std::vector<int> v; }'
		$'typedef char int8_t; int main() { }'
		$'void f(); int main() { f(); }'
		$'#warning "mind this"\nint main() { return 1 / 0; }'
		$'#include "missing.h"\nint main() { }'
	)
	local with=() number=0
	prepare
	for program in "${programs[@]}"; do
		execute cpp $'#include <cstdint>\n'"$program"
		with+=("$(field '[.status, .compile.output]|tostring|gsub("/cc[A-Za-z0-9]{6}"; "/cc")')")
	done
	host_env+=(CODEX_PRELUDE_MB=0)
	for program in "${programs[@]}"; do
		execute cpp $'#include <cstdint>\n'"$program"
		[ "$(field '[.status, .compile.output]|tostring|gsub("/cc[A-Za-z0-9]{6}"; "/cc")')" = "${with[number++]}" ] ||
			fail "with what was compiled beforehand: ${with[number - 1]}"
	done
}

@test "what was missing twice is compiled beforehand, too" {
	prepare
	for number in 1 2; do
		execute cpp $'#include <climits>\nint main() { return '$number' - 1; }'
	done
	prepare
	assert_contains "$output" 'cpp: 1 made'
}

@test "what is compiled beforehand keeps within its bound" {
	host_env+=(CODEX_PRELUDE_MB=1)
	prepare
	[ -z "$output" ] || fail "it does not fit, and is made"
	host_env+=(CODEX_PRELUDE_MB=4)
	prepare
	assert_contains "$output" 'cpp: 1 made'
	for number in 1 2; do
		execute cpp $'#include <climits>\nint main() { return '$number' - 1; }'
	done
	prepare
	local there=("$state"/preludes/*/)
	[ ${#there[@]} -eq 1 ] || fail "${#there[@]} are there: ${there[*]}"
}

@test "a service compiles beforehand by itself" {
	[ "$CODEX_HOST" = root ] || skip "services are tried as root"
	local service status=0
	env -i PATH=/usr/bin:/bin "${host_env[@]}" CODEX_SERVES=cpp CODEX_ALLOW_ANONYMOUS=1 \
		"$CODEX_PREFIX/bin/codex-fcgi" 2>"$BATS_TEST_TMPDIR/log" 3>&- &
	service=$!
	for _ in {1..600}; do
		# One with a dot in its name is not finished.
		[ -z "$(find "$state/preludes" -mindepth 1 -maxdepth 1 -type d ! -name '*.*' 2>/dev/null)" ] || break
		sleep 0.1
	done
	kill "$service"
	wait "$service" || status=$?
	[ "$status" -eq 0 ] || fail "the service ended with $status: $(cat "$BATS_TEST_TMPDIR/log")"
	execute cpp $'#include <cstdint>\n'"$main_with_proof"
	assert_field .exitCode 0
	mark
	execute cpp $'#include <cstdint>\n'"$main_with_proof"
	assert_field .exitCode 3
}

@test "a program can neither change nor read what was compiled beforehand" {
	prepare
	local made inside
	made=$(echo "$state"/preludes/*/prelude.h.gch)
	inside=/preludes/$(basename "$(dirname "$made")")/prelude.h.gch
	execute cpp "$(cat <<-END
		#include <cstdint>
		#include <cstdio>
		#include <fcntl.h>
		#include <sys/stat.h>
		#include <unistd.h>
		int main()
		{
			const char *const paths[] = {"$made", "$inside"};
			for (const char *path : paths) {
				if (open(path, O_WRONLY) >= 0 || truncate(path, 0) == 0 || unlink(path) == 0)
					puts("changed");
				if (chmod(path, 0777) == 0)
					puts("opened to all");
				if (open(path, O_RDONLY) >= 0)
					puts("read");
			}
		}
	END
	)"
	assert_status success
	if [ "$(field .isolation.landlock)" = null ]; then
		[[ $(field .output) != *changed* && $(field .output) != *opened* ]] || fail "changed"
	else
		assert_field .output ''
	fi
}
