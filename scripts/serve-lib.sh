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
tell() { printf '%s [%s] %s\n' "${0##*/}:" "$1" "${*:2}" >&2; } # with a level
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

# What all of us say goes through one pipe, as lines of JSON with a level; not to a terminal, where people read.
# CODEX_LOG_RATE bounds it.
log_pid=
start_log() {
	[ ! -t 2 ] || return 0
	exec 7>&2
	exec 2> >(exec "$program" --relay 2>&7 7>&- 8>&- 9>&-)
	log_pid=$!
	exec 7>&-
}
# As process 1 of a container, our end is everybody's: what was said last is to be out first.
stop_log() {
	local i
	[ -n "$log_pid" ] || return 0
	exec 2>&-
	for i in {1..200}; do
		is_alive "$log_pid" || break
		sleep 0.05
	done
}

# Does the sandbox hold here? A line for each attack that got through; it takes less than a second.
self_test() {
	local codex_run=${program%/*}/codex-run table
	[ -x "$codex_run" ] || return 0
	table=$("$codex_run" doctor --self-test --text 2>&1 </dev/null) || true
	if [[ $table == *" FAIL "* || $table != *" pass "* ]]; then
		tell error "the sandbox does not hold here; codex-run doctor tells what would help"
		grep -v ' pass ' <<<"$table" | while IFS= read -r line; do tell error "$line"; done
	else
		tell info "the self-test of the sandbox passed: $(grep -c ' pass ' <<<"$table") attacks were held"
	fi
}

# The two processes. Each dies when this script is killed.
start_program() {
	setpriv --pdeathsig TERM -- "$program" </dev/null 8>&- 9>&- &
	program_pid=$!
}
start_nginx() {
	# nginx opens its log by name, which does for a pipe of ours and not always for what we were given.
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

stop_program() {
	kill -TERM "$program_pid" 2>/dev/null || true
	wait "$program_pid" 2>/dev/null || true
}

# quit_nginx TENTHS: the time that it has for what it is doing.
quit_nginx() {
	local i
	kill -QUIT "$nginx_pid" 2>/dev/null || true
	for ((i = 1; i <= $1 + 30; i++)); do
		is_alive "$nginx_pid" || return 0
		[ "$i" -lt "$1" ] || kill -TERM "$nginx_pid" 2>/dev/null || true
		sleep 0.1
	done
}

# An instance: runs first end, then nginx, which meanwhile tells those who come that there is nobody. A gateway's requests
# are in nginx, which takes no new ones and has the time to drain for those that it carries.
stop_both() {
	trap '' INT TERM HUP
	if [ "$kind" = gateway ]; then
		quit_nginx "$((${CODEX_DRAIN_SECONDS:-30} * 10))"
		stop_program
	else
		stop_program
		quit_nginx 20
	fi
	exec 9>&- # or we would be one of them
	kill_leftovers "$directory/nginx.lock"
	wait "$nginx_pid" 2>/dev/null || true
	! declare -F stop_more >/dev/null || stop_more
	stop_log
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
	stopping=
	trap 'stopping=1' INT TERM # process 1 of a container hears no signal that it does not ask for
	local port=${PORT:-$CODEX_HTTP_PORT} port_variable=CODEX_HTTP_PORT
	[ -z "${PORT:-}" ] || port_variable=PORT
	have nginx || die "nginx is missing: scripts/install-build-deps installs it"
	find_program "$1"
	start_log
	exec 8>"$directory/service.lock"
	flock -n 8 || die "$CODEX_SERVICE runs already (its files are in $directory)"
	echo $$ >"$directory/service.pid"
	kill_leftovers "$directory/nginx.lock"
	! port_is_open "$port" || die "port $port is in use by another program: end it, or set $port_variable to another one"
	render || exit 2
	exec 9>"$directory/nginx.lock"
	last_death=0 deaths=0
	trap 'reload' HUP
	start_program
	start_nginx
	[ -z "${self_test:-}" ] || self_test
	while [ -z "$stopping" ]; do
		wait -n 2>/dev/null || true
		[ -n "$stopping" ] || { is_alive "$program_pid" && is_alive "$nginx_pid"; } || revive
	done
	stop_both
	exit 0
}
