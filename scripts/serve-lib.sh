# A program of ours behind an nginx of its own: starting, keeping alive, stopping. Sourced by serve-one and its like,
# which set CODEX_SERVICE and PORT or CODEX_HTTP_PORT.
# shellcheck shell=bash

# The source tree, or PREFIX/share/codex-run, where "scripts" leads to PREFIX/libexec/codex-run.
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
[ -d "$top/nginx" ] || top=$(cd "$top/../share/codex-run" && pwd -P)

# nginx is where a plain user's PATH does not lead.
PATH=$PATH:/usr/local/sbin:/usr/sbin:/sbin

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
	warn "$*"
	exit 70
}
have() { command -v "$1" >/dev/null 2>&1; }

# Sets $directory: of this service, for us alone but for the guests' way through.
choose_directory() {
	local base=${CODEX_SERVE_DIR:-} candidate
	if [ -z "$base" ]; then
		if [ "$(id -u)" -eq 0 ]; then
			for candidate in /run /var/lib /tmp; do
				[ -w "$candidate" ] && base=$candidate/codex-serve && break
			done
		else
			base=${XDG_RUNTIME_DIR:-/tmp}/codex-serve-$(id -u)
		fi
	fi
	directory=$base/$CODEX_SERVICE
	mkdir -p "$base" "$directory/nginx" || die "cannot make $directory: set CODEX_SERVE_DIR"
	chmod 711 "$base" "$directory"
	chmod 700 "$directory/nginx"
}

find_program() {
	local candidate
	for candidate in "$top/build/${MODE:-release}/$1" "$top/../../bin/$1" "$(command -v "$1" || true)"; do
		[ -x "$candidate" ] && program=$candidate && return 0
	done
	die "there is no $1: run make, or scripts/setup"
}

port_is_open() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# What a service of the same name that was killed has left: whoever still has its lock open.
holders() { find /proc/[0-9]*/fd -maxdepth 1 -lname "$1" 2>/dev/null | cut -d/ -f3 | sort -u; }
kill_leftovers() {
	local i pids
	for i in {1..50}; do
		pids=$(holders "$1") || true
		[ -n "$pids" ] || return 0
		[ "$i" -gt 1 ] || xargs -r kill -KILL 2>/dev/null <<<"$pids" || true
		sleep 0.05
	done
}

# The two processes. Each dies when this script is killed.
start_program() {
	setpriv --pdeathsig TERM -- "$program" </dev/null 8>&- 9>&- &
	program_pid=$!
}
start_nginx() {
	# Through a pipe of ours: nginx opens its log by name, and our own stderr may be a socket, or another user's.
	setpriv --pdeathsig TERM -- nginx -p "$directory/nginx" -c "$directory/nginx/nginx.conf" -e stderr </dev/null 8>&- \
		2> >(exec cat >&2 8>&- 9>&-) &
	nginx_pid=$!
}

is_alive() { kill -0 "$1" 2>/dev/null; }

render() {
	local settings
	settings=$("$program" --settings) || return 1
	mapfile -t settings <<<"$settings"
	"$top/scripts/render-nginx" "$kind" "$directory/nginx" "${settings[@]}" || return 1
	! declare -F render_more >/dev/null || render_more
}

# Runs first end, then nginx, which meanwhile tells those who come that there is nobody.
stop_both() {
	local i
	trap '' INT TERM HUP
	kill -TERM "$program_pid" 2>/dev/null || true
	wait "$program_pid" 2>/dev/null || true
	kill -QUIT "$nginx_pid" 2>/dev/null || true
	for i in {1..50}; do
		is_alive "$nginx_pid" || break
		[ "$i" -lt 20 ] || kill -TERM "$nginx_pid" 2>/dev/null || true
		sleep 0.1
	done
	exec 9>&- # or we would be one of them
	kill_leftovers "$directory/nginx.lock"
	wait "$nginx_pid" 2>/dev/null || true
}

# Bring back whichever of the two is gone; not for ever, when it goes again and again.
revive() {
	local now
	now=$(date +%s)
	deaths=$((now - last_death < 30 ? deaths + 1 : 1))
	last_death=$now
	if [ "$deaths" -gt 5 ]; then
		warn "$CODEX_SERVICE has died $deaths times within seconds: giving up"
		stop_both
		exit 70
	fi
	[ "$deaths" -eq 1 ] || sleep "$((deaths - 1))"
	if ! is_alive "$program_pid"; then
		warn "${program##*/} has died; starting it again"
		start_program
	fi
	if ! is_alive "$nginx_pid"; then
		warn "nginx has died; starting it again"
		exec 9>&-
		kill_leftovers "$directory/nginx.lock"
		exec 9>"$directory/nginx.lock"
		start_nginx
	fi
}

reload() {
	if render; then
		kill -HUP "$nginx_pid" "$program_pid" 2>/dev/null || true
	else
		warn "nothing is loaded anew"
	fi
}

# serve_program PROGRAM KIND: until a signal.
serve_program() {
	kind=$2
	local port=${PORT:-$CODEX_HTTP_PORT} port_variable=CODEX_HTTP_PORT
	[ -z "${PORT:-}" ] || port_variable=PORT
	have nginx || die "nginx is missing: scripts/install-build-deps installs it"
	find_program "$1"
	exec 8>"$directory/service.lock"
	flock -n 8 || die "$CODEX_SERVICE runs already (its files are in $directory)"
	echo $$ >"$directory/service.pid"
	kill_leftovers "$directory/nginx.lock"
	! port_is_open "$port" || die "port $port is in use by another program: end it, or set $port_variable to another one"
	render || exit 2
	exec 9>"$directory/nginx.lock"
	last_death=0 deaths=0 stopping=
	trap 'stopping=1' INT TERM
	trap 'reload' HUP
	start_program
	start_nginx
	while [ -z "$stopping" ]; do
		wait -n 2>/dev/null || true
		[ -n "$stopping" ] || { is_alive "$program_pid" && is_alive "$nginx_pid"; } || revive
	done
	stop_both
	exit 0
}
