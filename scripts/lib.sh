# What the scripts share: speech, rights and apt. Sourced, never run.
# shellcheck shell=bash

# shellcheck disable=SC2034 # for the scripts that source this file
top=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
export DEBIAN_FRONTEND=noninteractive

say() { printf '%s\n' "$*"; }
warn() { printf '%s: %s\n' "${0##*/}" "$*" >&2; }
die() {
	warn "$*"
	exit 70
}
have() { command -v "$1" >/dev/null 2>&1; }

# All that apt, npm and make said, for when a step fails.
log_file=$top/build/setup.log
mkdir -p "${log_file%/*}"

as_root() {
	if [ "$(id -u)" -eq 0 ]; then
		"$@"
	elif have sudo; then
		sudo --preserve-env=DEBIAN_FRONTEND "$@"
	else
		warn "this step needs root, and there is no sudo: run it as root: $*"
		return 1
	fi
}

# apt waits for another apt instead of failing; its prompts have nobody to answer them.
apt_get() { as_root apt-get -o DPkg::Lock::Timeout=600 -o Acquire::Retries=3 "$@"; }

installed() { [ "$(dpkg-query -W -f '${db:Status-Status}' "$1" 2>/dev/null)" = installed ]; }

# The version that apt would install; empty when it knows none.
candidate() { LC_ALL=C apt-cache policy "$1" 2>/dev/null | awk '/Candidate:/ && $2 != "(none)" { print $2 }'; }

# Refresh the package lists, once per setup. One broken source of somebody else's is no
# reason to stop: what counts is whether the packages that we need can be had.
apt_refresh() {
	[ -z "${CODEX_APT_FRESH:-}" ] || return 0
	say "Refreshing the package lists"
	if ! apt_get update >>"$log_file" 2>&1; then
		warn "apt-get update reported errors (see $log_file); going on with the sources that work"
	fi
	export CODEX_APT_FRESH=1
}

# install_packages REASON PACKAGE...: install those that are missing. Extra options for apt in apt_options.
apt_options=()
install_packages() {
	local reason=$1 package missing=()
	shift
	for package; do
		installed "$package" || missing+=("$package")
	done
	[ ${#missing[@]} -gt 0 ] || return 0
	say "Installing ${missing[*]}: $reason"
	have apt-get || {
		warn "there is no apt-get here: install ${missing[*]} by other means"
		return 1
	}
	apt_refresh
	apt_get install -y --no-install-recommends "${apt_options[@]}" "${missing[@]}" >>"$log_file" 2>&1 && return 0
	warn "apt-get install ${missing[*]} failed: $(grep -E '^(E:|dpkg: error)' "$log_file" | tail -n 1) (all of it: $log_file)"
	return 1
}

# Prints the URI of the Debian source for a release ("bookworm") that this machine uses.
debian_source() {
	apt-get indextargets --format "\$(ORIGIN)|\$(RELEASE)|\$(COMPONENT)|\$(REPO_URI)" 'Created-By: Packages' |
		awk -F'|' -v release="$1" '$1 == "Debian" && $2 == release && $3 == "main" && !seen++ { print $4 }'
}
