# Services of the tests: each in a directory and at a port of its own.
# shellcheck shell=bash
# shellcheck disable=SC2154 # from helpers.bash

# A container of the tests shares no network with us.
service_works() { [[ $CODEX_HOST != container-* ]]; }

# Short: the path of a socket has 107 bytes at most.
service_root=$CODEX_USER_HOME/s

# new_service NAME VARIABLE=VALUE…: what start_service will start; it becomes the current one.
new_service() {
	local name=$1
	shift
	mkdir -p "$service_root/$name"
	[ "$(id -u)" -ne 0 ] || [[ $CODEX_HOST != user ]] || chown -R 12345:12345 "$service_root"
	free_port >"$service_root/$name.port"
	printf '%s\n' "$@" >"$service_root/$name.env"
	use_service "$name"
}
service_ports() { echo "$2" >"$service_root/$1.port"; }
port_of_service() { cat "$service_root/$1.port"; }

use_service() {
	service=$1
	port=$(port_of_service "$1")
	url=http://127.0.0.1:$port
	service_log=$service_root/$1.log
}

free_port() {
	local candidate
	while :; do
		candidate=$((20000 + RANDOM % 10000))
		(exec 3<>"/dev/tcp/127.0.0.1/$candidate") 2>/dev/null || break
	done
	echo "$candidate"
}

# run_service NAME LANGUAGE: in the foreground.
run_service() {
	local variables
	mapfile -t variables < <(grep . "$service_root/$1.env" || true)
	host_env=("CODEX_SERVE_DIR=$service_root/$1" "CODEX_HTTP_PORT=$(port_of_service "$1")" "CODEX_SERVICE=$1" "${variables[@]}")
	on_host "$CODEX_PREFIX/share/codex-run/scripts/serve-one" "$2"
}

start_service() {
	rm -f "$service_root/$1.status"
	{
		local status=0
		run_service "$1" "$2" >>"$service_root/$1.log" 2>&1 || status=$?
		echo "$status" >"$service_root/$1.status"
	} 3>&- &
	disown
	use_service "$1"
	wait_until is_healthy || {
		tail -n 20 "$service_root/$1.log" >&2
		return 1
	}
}

pid_of() { cat "$service_root/$1/$1/service.pid"; }
wait_for_end() {
	wait_until [ -s "$service_root/$1.status" ]
	service_status=$(<"$service_root/$1.status")
}
stop_service() {
	[ -e "$service_root/$1/$1/service.pid" ] && [ ! -s "$service_root/$1.status" ] || return 0
	kill -TERM "$(pid_of "$1")" 2>/dev/null || return 0
	wait_for_end "$1"
}
stop_others() {
	local env
	for env in "$service_root"/*.env; do
		[ -e "$env" ] || continue
		env=${env##*/}
		[ "$env" = shared.env ] || stop_service "${env%.env}"
	done
}

master_of() { pgrep -P "$(pid_of "$1")" codex-fcgi; }
nginx_of() { pgrep -P "$(pid_of "$1")" nginx; }
children_of() { pgrep -P "$(master_of "$1")" codex-fcgi | tr '\n' ' '; }
# The process that compiles beforehand, which is nice to them, is none.
workers_of() { ps -o pid=,ni=,comm= --ppid "$(master_of "$1")" | awk '$2 < 19 && $3 == "codex-fcgi" { printf "%s ", $1 }'; }
is_dead() { ! kill -0 "$1" 2>/dev/null; }
sockets_of() { echo "$service_root/$1/$1/state/sockets"; }
# A run's directories are emptied when the run is over; those of a parked sandbox are empty, and gone with its service.
slots_are_empty() { [ -z "$(find "$service_root/$1/$1/state/slots" -mindepth 3 2>/dev/null)" ]; }
nothing_is_parked() { [ -z "$(find "$service_root/$1/$1/state/slots" -mindepth 2 2>/dev/null)" ]; }

# wait_until COMMAND…: ten seconds at most.
wait_until() {
	local i
	for i in {1..200}; do
		"$@" && return 0
		sleep 0.05
	done
	echo "never true: $*" >&2
	return 1
}

health() { curl -s -m 5 "$url/health"; }
is_healthy() { [ "$(health | jq -r .status 2>/dev/null)" = healthy ]; }
health_is() { [ "$(health | jq -r .status 2>/dev/null)" = "$1" ]; }
no_slot_is_busy() { [ "$(health | jq -r .slots.busy 2>/dev/null)" = 0 ]; }
some_slot_is_busy() { [ "$(health | jq -r '.slots.busy > 0' 2>/dev/null)" = true ]; }

# ask CURL-ARGUMENT…: sets http_status; the body is what field() and its like look at.
ask() {
	exit_code=0
	: >"$BATS_TEST_TMPDIR/stderr"
	: >"$BATS_TEST_TMPDIR/stdout"
	http_status=$(curl -sS -m 60 -D "$BATS_TEST_TMPDIR/headers" -o "$BATS_TEST_TMPDIR/stdout" -w '%{http_code}' "$@" 2>"$BATS_TEST_TMPDIR/stderr") || exit_code=$?
}
get() { ask "$url$1"; }
post() { ask -H 'Content-Type: application/json' --data-binary "$2" "$url$1"; }
header() { sed -nE "s/^$1: (.*[^\r])\r?$/\1/Ip" "$BATS_TEST_TMPDIR/headers" | tail -n 1; }

# edge NAME: the same, of a connection by edges.py.
edge() {
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/edges.py" "$port" "$1" >"$BATS_TEST_TMPDIR/raw"
	: >"$BATS_TEST_TMPDIR/stderr"
	http_status=$(sed -nE '1s/^HTTP\/1\.[01] ([0-9]+).*/\1/p' "$BATS_TEST_TMPDIR/raw")
	sed '/^\r$/q' "$BATS_TEST_TMPDIR/raw" >"$BATS_TEST_TMPDIR/headers"
	sed '1,/^\r$/d' "$BATS_TEST_TMPDIR/raw" >"$BATS_TEST_TMPDIR/stdout"
}

assert_http() { [ "$http_status" = "$1" ] || fail "HTTP status '$http_status', expected $1"; }
# assert_refused HTTP-STATUS STATUS: as JSON, with a sentence and the request's id.
assert_refused() {
	assert_http "$1"
	assert_field .status "$2"
	assert_true '(.error | type == "string" and length > 0) and (.requestId | type == "string" and length > 0)'
	assert_contains "$(header Content-Type)" application/json
}

# described METHOD PATH BODY: the answer is one of fcgi/openapi.yaml.
described() {
	if [ "$1" = GET ]; then get "$2"; else post "$2" "$3"; fi
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/openapi.py" "$BATS_TEST_DIRNAME/../../fcgi/openapi.yaml" "$1" "$2" "$http_status" <"$BATS_TEST_TMPDIR/stdout"
}

# The programs of the tests, where the host's user can read them.
tests_copy() {
	mkdir -p "$service_root/tests"
	cp "$BATS_TEST_DIRNAME"/../service/* "$service_root/tests"
	echo "$service_root/tests"
}
