# In the virtual machine codex-run is installed already.
# shellcheck shell=bash

setup_suite() {
	export CODEX_HOST=root CODEX_PREFIX=/usr/local CODEX_USER_HOME=$BATS_SUITE_TMPDIR/home
	install -d -m 711 "$CODEX_USER_HOME"
	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_SUITE_TMPDIR" # a plain user passes through
}
