#!/usr/bin/env bats
# make install and what came of it: it runs from wherever it is, others link with it, systemd takes the units.

load ../bats/helpers

hello='{"language": "python", "code": "print(6 * 7)"}'

@test "make uninstall takes back what make install wrote, and nothing else" {
	local root=$BATS_TEST_TMPDIR/root
	mkdir -p "$root/opt/codex/bin"
	echo mine >"$root/opt/codex/bin/mine"
	make -s -C "$BATS_TEST_DIRNAME/../.." install DESTDIR="$root" PREFIX=/opt/codex >/dev/null
	[ -x "$root/opt/codex/bin/codex-run" ]
	# Nothing of the directory in front is in what was written.
	! grep -rIl "$root" "$root" || fail "it names DESTDIR"
	make -s -C "$BATS_TEST_DIRNAME/../.." uninstall DESTDIR="$root" PREFIX=/opt/codex >/dev/null
	[ "$(find "$root" ! -type d)" = "$root/opt/codex/bin/mine" ] || fail "left: $(find "$root" ! -type d)"
}

@test "an installation that is moved finds its parts" {
	cp -a "$CODEX_PREFIX" "$BATS_TEST_TMPDIR/moved"
	chmod 755 "$BATS_TEST_TMPDIR"
	[ "$(on_host "$BATS_TEST_TMPDIR/moved/bin/codex-run" <<<"$hello" | jq -r .output)" = 42 ]
	on_host "$BATS_TEST_TMPDIR/moved/bin/codex-serve-one" --help | grep -q CODEX_HTTP_PORT
	on_host env CODEX_HTTP_PORT=18099 "$BATS_TEST_TMPDIR/moved/libexec/codex-run/render-nginx" instance "$BATS_TEST_TMPDIR/nginx" SERVICE=x SOCKETS=/x
	grep -q 18099 "$BATS_TEST_TMPDIR/nginx/instance.conf"
}

# built_example ARGUMENT…: docs/embedding/example.c with what pkg-config says.
built_example() {
	local flags
	read -ra flags < <(PKG_CONFIG_PATH=$CODEX_PREFIX/lib/pkgconfig pkg-config "$@" codexrun)
	"${CC:-cc}" -Wall -Wextra -Werror "$BATS_TEST_DIRNAME/../../docs/embedding/example.c" "${flags[@]}" -o "$BATS_TEST_TMPDIR/example"
}

@test "a program is built with the shared library by pkg-config, and runs guests" {
	built_example --cflags --libs
	readelf -d "$BATS_TEST_TMPDIR/example" | grep -q 'NEEDED.*\[libcodexrun.so.0\]'
	[ "$(on_host env LD_LIBRARY_PATH="$CODEX_PREFIX/lib" "$BATS_TEST_TMPDIR/example" <<<"$hello")" = 42 ]
	local status=0
	on_host env LD_LIBRARY_PATH="$CODEX_PREFIX/lib" "$BATS_TEST_TMPDIR/example" <<<'{"code": ""}' 2>"$BATS_TEST_TMPDIR/stderr" || status=$?
	[ "$status" -eq 2 ]
}

@test "and with the static one" {
	local flags
	read -ra flags < <(PKG_CONFIG_PATH=$CODEX_PREFIX/lib/pkgconfig pkg-config --static --cflags --libs codexrun)
	flags=("${flags[@]/#-lcodexrun/$CODEX_PREFIX/lib/libcodexrun.a}")
	"${CC:-cc}" "$BATS_TEST_DIRNAME/../../docs/embedding/example.c" "${flags[@]}" -o "$BATS_TEST_TMPDIR/example"
	! readelf -d "$BATS_TEST_TMPDIR/example" | grep -q 'NEEDED.*libcodexrun' || fail "it is linked with the shared one"
	[ "$(on_host env CODEX_LANGUAGES="$CODEX_PREFIX/share/codex-run/languages" "$BATS_TEST_TMPDIR/example" <<<"$hello")" = 42 ]
}

@test "every command has a manual page, and every page a command" {
	local command
	for command in "$CODEX_PREFIX"/bin/*; do
		[ -e "$CODEX_PREFIX/share/man/man1/${command##*/}.1" ] || fail "${command##*/} has no page"
	done
	for command in "$CODEX_PREFIX"/share/man/man1/*; do
		command=${command##*/}
		[ -x "$CODEX_PREFIX/bin/${command%.1}" ] || fail "$command is of no command"
	done
}

# What the guests need from their unit, and systemd-analyze does not know of.
needed_by_guests() {
	! grep -E '^(RestrictNamespaces|ProtectHostname|ProtectProc|ProcSubset|ProtectKernelTunables|ProtectKernelLogs|ProtectControlGroups|MemoryDenyWriteExecute|PrivateUsers|SystemCallFilter)=' "$1"
}

@test "systemd takes the units, and finds them closed" {
	command -v systemd-analyze >/dev/null || skip "there is no systemd-analyze"
	local units=$CODEX_PREFIX/lib/systemd/system
	export SYSTEMD_UNIT_PATH=$units:/usr/lib/systemd/system:/lib/systemd/system
	run systemd-analyze verify --man=no codex-fcgi@python.service codex-gateway.service codex-run.target
	[ "$status" -eq 0 ] && [ -z "$output" ] || fail "$output"
	run systemd-analyze security --offline=yes --threshold=50 --no-pager "$units/codex-fcgi@.service"
	[ "$status" -eq 0 ] || fail "$output"
	run systemd-analyze security --offline=yes --threshold=20 --no-pager "$units/codex-gateway.service"
	[ "$status" -eq 0 ] || fail "$output"
	needed_by_guests "$units/codex-fcgi@.service"
	systemd-sysusers --dry-run "$CODEX_PREFIX/lib/sysusers.d/codex-run.conf"
}
