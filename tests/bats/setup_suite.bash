# Once per run of bats: an installation that every user can read, as a checkout may lie in a folder
# that only root can enter.
# shellcheck shell=bash

setup_suite() {
	local top
	top=$(cd "$BATS_TEST_DIRNAME/../.." && pwd)
	export CODEX_RUN=${CODEX_RUN:-$top/build/release/codex-run}
	export CONTAINER_SIM=${CONTAINER_SIM:-$top/build/release/container-sim}
	export CODEX_HOST=${CODEX_HOST:-root}
	export CODEX_PREFIX=$BATS_SUITE_TMPDIR/prefix
	export CODEX_USER_HOME=$BATS_SUITE_TMPDIR/home

	chmod 755 "$BATS_RUN_TMPDIR" "$BATS_SUITE_TMPDIR" # the folders above are for us to choose: TMPDIR
	"$top/tests/install" "$BATS_SUITE_TMPDIR"
}
