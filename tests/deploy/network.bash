# Machines of a network, without machines: each a network namespace of its own, on a bridge in that of the hub. Names are
# those of a file of hosts per machine, which a test may change. Needs root and ip.
# shellcheck shell=bash
# shellcheck disable=SC2154 # from helpers.bash

network_works() { [ "$(id -u)" -eq 0 ] && command -v ip >/dev/null && ip netns add "codex-$$-try" 2>/dev/null && ip netns del "codex-$$-try"; }

hub=codex-$$-hub
open_network() {
	ip netns add "$hub"
	ip -n "$hub" link add lan type bridge
	ip -n "$hub" addr add 10.77.0.1/24 dev lan
	ip -n "$hub" addr add fd77::1/64 dev lan nodad
	ip -n "$hub" link set lan up
	ip -n "$hub" link set lo up
}

# add_machine NAME N: at 10.77.0.N and fd77::N.
add_machine() {
	local space=codex-$$-$1
	ip netns add "$space"
	ip -n "$hub" link add "port$2" type veth peer name eth0 netns "$space"
	ip -n "$hub" link set "port$2" master lan up
	ip -n "$space" addr add "10.77.0.$2/24" dev eth0
	ip -n "$space" addr add "fd77::$2/64" dev eth0 nodad
	ip -n "$space" link set eth0 up
	ip -n "$space" link set lo up
	mkdir -p "/etc/netns/$space"
	: >"/etc/netns/$space/hosts"
}

# hosts MACHINE LINE…: what its names stand for from now on. The file stays the same one: it is mounted.
hosts() { printf '%s\n' "${@:2}" >"/etc/netns/codex-$$-$1/hosts"; }

close_network() {
	local space name
	for space in $(ip netns list | cut -d' ' -f1 | grep "^codex-$$-"); do
		name=${space#"codex-$$-"}
		kill_machine "$name"
		ip netns del "$space"
		rm -rf "/etc/netns/$space"
	done
}

at_hub() { ip netns exec "$hub" "$@"; }

# run_machine NAME [NAME=VALUE…] -- COMMAND…: in the background; its log is $machines/NAME.log and its end NAME.status.
machines=$BATS_SUITE_TMPDIR/m$$
run_machine() {
	local name=$1 environment=()
	shift
	while [ "$1" != -- ]; do
		environment+=("$1")
		shift
	done
	shift
	mkdir -p "$machines/$name"
	chmod 711 "$machines" "$machines/$name"
	rm -f "$machines/$name.status"
	{
		local status=0
		# shellcheck disable=SC2016 # expanded by the inner shell
		ip netns exec "codex-$$-$name" env -i PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/root \
			LANG=C.UTF-8 CODEX_SERVE_DIR="$machines/$name" PORT=8080 "${environment[@]}" \
			sh -c 'echo $$ >"$0" && exec "$@"' "$machines/$name.pid" "$@" >>"$machines/$name.log" 2>&1 || status=$?
		echo "$status" >"$machines/$name.status"
	} 3>&- &
	disown
}
# start_machine NAME …: and it becomes healthy.
start_machine() {
	run_machine "$@"
	wait_until is_healthy_at "$1" || {
		tail -n 20 "$machines/$1.log" >&2
		return 1
	}
}
is_healthy_at() { [ "$(ip netns exec "codex-$$-$1" curl -s -m 5 -o /dev/null -w '%{http_code}' http://127.0.0.1:8080/health)" = 200 ]; }

# stop_machine NAME: as platforms do; its end is waited for, and is 0.
stop_machine() {
	kill -TERM "$(cat "$machines/$1.pid")"
	for _ in {1..1000}; do
		[ ! -s "$machines/$1.status" ] || break
		sleep 0.1
	done
	[ "$(cat "$machines/$1.status")" = 0 ] || {
		tail -n 20 "$machines/$1.log" >&2
		return 1
	}
}

# kill_machine NAME: everything on it, at once.
kill_machine() {
	for _ in {1..20}; do
		ip netns pids "codex-$$-$1" | xargs -r kill -KILL 2>/dev/null || true
		[ -n "$(ip netns pids "codex-$$-$1")" ] || return 0
		sleep 0.05
	done
}
