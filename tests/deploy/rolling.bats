#!/usr/bin/env bats
# New versions take over, and machines are lost, under constant load: no request fails. As on platforms: a name stands
# for the instances that there are, and what is in front of the gateway sends requests to the newest one.

load ../bats/helpers
load ../bats/service
load network

setup() {
	network_works || skip "needs root, and ip with network namespaces"
	open_network
	add_machine gate 2
	serve=$CODEX_PREFIX/share/codex-run/scripts/serve-container
}
teardown() {
	close_network
}

start_instance() { start_machine "$1" CODEX_UPSTREAM_TOKEN=between-us CODEX_SLOTS=4 -- "$serve" "$2"; }
start_gate() {
	start_machine "$1" CODEX_UPSTREAM_TOKEN=between-us CODEX_ALLOW_ANONYMOUS=1 CODEX_RATE=100000 CODEX_RESOLVE_SECONDS=1 \
		"${@:2}" -- "$serve" gateway
}

# load_from_hub NAME URL CLIENTS SECONDS LANGUAGE CODE: in the background.
load_from_hub() {
	at_hub /usr/bin/python3 "$BATS_TEST_DIRNAME/../service/load.py" "$2" "$3" "$4" "$6" "$5" >"$BATS_TEST_TMPDIR/$1" 3>&- &
	loads+=("$!:$1")
}
# Each one was answered, and with what it asked for.
assert_no_request_failed() {
	local entry
	for entry in "${loads[@]}"; do
		wait "${entry%%:*}"
		cp "$BATS_TEST_TMPDIR/${entry#*:}" "$BATS_TEST_TMPDIR/stdout"
		echo "# ${entry#*:}: $(jq -c '{answers, p50, p99}' "$BATS_TEST_TMPDIR/stdout")" >&3
		assert_true '.dropped == 0 and .wrong == 0 and (.answers | keys) == ["200"]'
		assert_true ".answers[\"200\"] > ${1:-20}"
	done
}
answered() { grep -c '"message":"POST /execute: 200"' "$machines/$1.log" || true; }

short='import time; time.sleep(0.05); print(%d)'
long='import time; time.sleep(3); print(%d)'

@test "a new version of an instance takes over" {
	local loads=()
	add_machine old 11
	add_machine new 12
	start_instance old python
	hosts gate "10.77.0.11 python.internal"
	start_gate gate PYTHON_EXECUTOR_URL=http://python.internal:8080
	load_from_hub short http://10.77.0.2:8080/api/execute 3 16 python "$short"
	load_from_hub long http://10.77.0.2:8080/api/execute 1 16 python "$long"
	sleep 2
	start_instance new python
	hosts gate "10.77.0.11 python.internal" "10.77.0.12 python.internal"
	sleep 4
	[ "$(answered new)" -gt 10 ]
	stop_machine old & # while the name still has it
	local stopping=$!
	sleep 2
	hosts gate "10.77.0.12 python.internal"
	wait "$stopping"
	assert_no_request_failed 4
}

@test "a new version of the gateway takes over" {
	local loads=() edge=$BATS_TEST_TMPDIR/edge
	add_machine one 11
	add_machine gate-new 3
	start_instance one python
	start_gate gate PYTHON_EXECUTOR_URL=http://10.77.0.11:8080
	echo http://10.77.0.2:8080/api/execute >"$edge"
	load_from_hub short "@$edge" 2 14 python "$short"
	load_from_hub long "@$edge" 2 14 python "$long"
	sleep 3
	start_gate gate-new PYTHON_EXECUTOR_URL=http://10.77.0.11:8080
	echo http://10.77.0.3:8080/api/execute >"$edge.new" && mv "$edge.new" "$edge"
	sleep 1 # who has read the old address has asked there
	stop_machine gate
	assert_no_request_failed 4
}

@test "one of two replicas of each language is lost" {
	local loads=() language n=11
	for language in python javascript cpp; do
		add_machine "$language-1" $n
		add_machine "$language-2" $((n + 1))
		start_instance "$language-1" "$language"
		start_instance "$language-2" "$language"
		n=$((n + 2))
	done
	hosts gate "10.77.0.11 python.internal" "10.77.0.12 python.internal" "10.77.0.13 javascript.internal" \
		"10.77.0.14 javascript.internal" "10.77.0.15 cpp.internal" "10.77.0.16 cpp.internal"
	start_gate gate PYTHON_EXECUTOR_URL=http://python.internal:8080 JAVASCRIPT_EXECUTOR_URL=http://javascript.internal:8080 \
		CPP_EXECUTOR_URL=http://cpp.internal:8080
	load_from_hub python http://10.77.0.2:8080/api/execute 3 12 python "$short"
	load_from_hub javascript http://10.77.0.2:8080/api/execute 2 12 javascript 'setTimeout(() => console.log(%d), 50)'
	load_from_hub cpp http://10.77.0.2:8080/api/execute 1 12 cpp $'#include <cstdio>\nint main() { puts("%d"); }'
	sleep 4
	kill_machine python-1
	kill_machine javascript-2
	kill_machine cpp-1
	assert_no_request_failed 4
}

@test "a private network of IPv6 alone will do" {
	add_machine one 11
	start_instance one python
	hosts gate "fd77::11 python.internal"
	start_gate gate PYTHON_EXECUTOR_URL=http://python.internal:8080
	http_status=$(at_hub curl -s -m 60 -o "$BATS_TEST_TMPDIR/stdout" -w '%{http_code}' "http://[fd77::2]:8080/api/execute" \
		-H 'Content-Type: application/json' -d '{"language": "python", "code": "print(6 * 7)"}')
	assert_http 200
	assert_field .output $'42'
}
