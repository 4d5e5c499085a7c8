#!/usr/bin/env bats
# What waits for a request of a language whose runtime takes long to start: a program sees nothing of that.

load helpers

# The programs of tests/warm/LANGUAGE, warm and cold.
same_warm_and_cold() {
	requires_language "$1"
	run "$BATS_TEST_DIRNAME/../warm/compare" "$1" "$CODEX_PREFIX/bin/codex-run" "$BATS_TEST_DIRNAME/../on-host"
	[ "$status" -eq 0 ] || fail "$output"
}

@test "javascript is the same warm and cold" { same_warm_and_cold javascript; }
@test "typescript is the same warm and cold" { same_warm_and_cold typescript; }
@test "c is the same warm and cold" { same_warm_and_cold c; }
@test "cpp is the same warm and cold" { same_warm_and_cold cpp; }
@test "go is the same warm and cold" { same_warm_and_cold go; }
@test "rust is the same warm and cold" { same_warm_and_cold rust; }
@test "java is the same warm and cold, compiled by one that stays" { same_warm_and_cold java; }
