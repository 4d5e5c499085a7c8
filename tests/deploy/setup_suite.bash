# The installation of the other tests.
# shellcheck shell=bash
# shellcheck source=tests/bats/setup_suite.bash
. "$BATS_TEST_DIRNAME/../bats/setup_suite.bash"
