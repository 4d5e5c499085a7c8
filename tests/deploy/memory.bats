#!/usr/bin/env bats
# A container with 512 MB and default settings, asked for more than it has: it goes on, and nobody pays for others.

load ../bats/helpers
load ../bats/service

setup() {
	"$CONTAINER_SIM" -m 512 true || skip "needs root, and memory cgroups of version 1"
	dir=$BATS_TEST_TMPDIR/serve
	mkdir -p "$dir"
	chmod 711 "$BATS_TEST_TMPDIR" "$dir"
}
teardown() {
	[ -z "${launcher:-}" ] || ! kill -0 "$launcher" 2>/dev/null || kill -KILL "$launcher"
}

# start_container OPTION…: the image that serves all languages, as `docker run -m 512m` would.
start_container() {
	env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin LANG=C.UTF-8 HOME=/root PORT=8080 CODEX_TOKENS=a-token \
		CODEX_RATE=100000 CODEX_SERVE_DIR="$dir/s" "$CONTAINER_SIM" -m 512 "$@" "$CODEX_PREFIX/share/codex-run/scripts/serve-container" all \
		>"$BATS_TEST_TMPDIR/log" 2>&1 3>&- &
	launcher=$!
	wait_until process_is_there
	wait_until is_up
}
process_is_there() { process=$(pgrep -P "$launcher"); }
inside() { nsenter -t "$process" -n "$@"; }
is_up() { [ "$(inside curl -s -m 5 http://127.0.0.1:8001/health | jq -r .status)" = healthy ] && inside curl -s -f -o /dev/null http://127.0.0.1:8080/health; }
metric() { inside curl -s -m 5 http://127.0.0.1:8001/metrics -H 'Authorization: Bearer a-token' | sed -nE "s/^$1 //p"; }
cgroup_file() { cat "/sys/fs/cgroup/memory/container-sim-$launcher/$1"; }

# overload SECONDS: eight times more clients than slots.
overload() {
	local slots
	slots=$(inside curl -s http://127.0.0.1:8001/health | jq .slots.total)
	inside /usr/bin/python3 "$BATS_TEST_DIRNAME/overload.py" http://127.0.0.1:8080/api/execute $((8 * slots)) "$1" >"$BATS_TEST_TMPDIR/stdout"
	: >"$BATS_TEST_TMPDIR/stderr"
	exit_code=0
	echo "# $slots slots; $(jq -c '[.answers, .programs]' "$BATS_TEST_TMPDIR/stdout")" >&3
	echo "# most that was used: $(($(cgroup_file memory.max_usage_in_bytes) >> 20)) MB; $(cgroup_file memory.oom_control | tr '\n' ' ')" >&3
}
assert_well() {
	assert_true '.unexpected == []'
	assert_true '.programs["python, small"].success > 5 and .programs["javascript, small"].success > 5'
	assert_true '.programs["python, all it gets"].memory_limit > 0 and .programs["javascript, all it gets"].memory_limit > 0'
	! grep -E 'has died|was killed|is replaced' "$BATS_TEST_TMPDIR/log" || return 1
	local status=0
	kill -TERM "$launcher"
	wait "$launcher" || status=$?
	[ "$status" -eq 0 ]
}

@test "512 MB, files on a disk" {
	start_container
	[ "$(inside curl -s http://127.0.0.1:8001/health | jq .slots.total)" = 3 ]
	overload 30
	assert_well
}

@test "512 MB, a read-only root, and files in memory" {
	start_container -R -t "$dir"
	overload 30
	assert_well
}
