#!/usr/bin/env bats
# doctor, info and languages: what this host grants, and what is missing.

load helpers

@test "doctor: the floor is met here" {
	command_run doctor --text
	assert_exit 0
	assert_contains "$output" "The floor 'default' is met."
}

@test "doctor: every layer has a state and a reason" {
	command_run doctor --json
	assert_true '.layers | length >= 5'
	assert_true '.layers | all(.state | IN("on", "unsupported", "denied", "disabled"))'
	assert_true '.layers | all(.why | type == "string" and length > 10)'
	local layers layer
	layers=$(field '.layers[].name')
	command_run doctor --text
	for layer in $layers; do
		assert_contains "$output" "$layer "
	done
}

@test "doctor: the layers that this kind of machine must have are on" {
	# CODEX_REQUIRE_LAYERS: words HOST:LAYER, like root:cgroup
	local word checked=0
	for word in ${CODEX_REQUIRE_LAYERS:-}; do
		[ "${word%%:*}" = "$CODEX_HOST" ] || continue
		checked=1
		layer_is_on "${word#*:}" || fail "the layer ${word#*:} is not on: $(codex_run doctor --text)"
	done
	[ "$checked" -eq 1 ] || skip "CODEX_REQUIRE_LAYERS names no layer of this host"
}

@test "doctor: a layer that is turned off is told as such" {
	host_env+=(CODEX_DISABLE=landlock)
	command_run doctor --text
	assert_contains "$output" disabled
}

@test "doctor: a floor that is not met is exit 70, and nothing runs" {
	host_env+=(CODEX_DISABLE=landlock,seccomp)
	command_run doctor --text
	assert_exit 70
	assert_contains "$output" "is not met"
	execute python 'print("ran")'
	assert_status unavailable
	assert_true '.error | test("needs seccomp, which CODEX_DISABLE turns off: ")'
	assert_true 'has("output") | not'
}

@test "doctor, info and languages are JSON for programs" {
	local subject
	for subject in doctor info languages; do
		command_run "$subject"
		assert_exit 0
		jq -e . "$BATS_TEST_TMPDIR/stdout" >/dev/null || fail "$subject: not JSON"
		command_run "$subject" --json
		jq -e . "$BATS_TEST_TMPDIR/stdout" >/dev/null || fail "$subject --json: not JSON"
		command_run "$subject" --text
		assert_exit 0
		! jq -e . "$BATS_TEST_TMPDIR/stdout" >/dev/null 2>&1 || fail "$subject --text: is JSON"
	done
}

@test "languages: the eight are listed, with version or reason" {
	local language
	command_run languages --text
	for language in python javascript typescript java cpp c go rust; do
		awk -v name="$language" '$1 == name && ($3 == "available" || NF > 3) { found = 1 } END { exit !found }' <<<"$output" ||
			fail "no row, or no reason, for $language"
	done
}

@test "info: the limits are those of the contract" {
	command_run info --text
	[[ $output =~ timeout\ +30\ +0.05\ +60\ +seconds ]] || fail "timeout"
	[[ $output =~ memoryMB\ +128\ +16\ +1024\ +MB ]] || fail "memoryMB"
}

@test "the operator moves a bound by variable" {
	host_env+=(CODEX_MAX_TIMEOUT=5 CODEX_DEFAULT_TIMEOUT=2)
	execute python 'print(1)' '{timeout: 6}'
	assert_status invalid_request
	assert_contains "$(field .error)" 'maximum of 5 seconds'
	execute python 'import time; time.sleep(60)'
	assert_status timeout
}

@test "a wrong variable is told by name" {
	host_env+=(CODEX_MAX_TIMEOUT=soon)
	execute python 'print(1)'
	assert_exit 70
	assert_contains "$(field .error)" CODEX_MAX_TIMEOUT
}

@test "a variable that is misspelt is told with the one that was meant, and variables lists them all" {
	host_env+=(CODEX_MAX_TIMEOT=5 CODEX_HOME=/of/another/program)
	execute python 'print(1)'
	assert_exit 70
	assert_contains "$(field .error)" "did you mean CODEX_MAX_TIMEOUT?"
	command_run variables --json
	assert_exit 0
	assert_true '.variables | any(.name == "CODEX_SLOTS" and .range == "a whole number from 1 to 256" and (.set | not))'
	assert_true '.limits | any(.name == "TIMEOUT" and .max == 60)'
	command_run variables --text
	assert_contains "$output" "CODEX_FLOOR"
}

@test "doctor --self-test: every attack is held here" {
	[ "${MODE:-release}" != asan ] || skip "the attacks are codex-run itself, and with AddressSanitizer it does not start inside the walls"
	command_run doctor --self-test --json
	assert_exit 0
	assert_true '.held == true and (.trials | length >= 10) and (.trials | all(.held))'
	command_run doctor --self-test --text
	assert_exit 0
	assert_contains "$output" "pass"
}

@test "doctor --self-test: a wall that is missing is seen, and what would help is said" {
	host_env+=(CODEX_DISABLE=seccomp CODEX_FLOOR=none)
	command_run doctor --self-test --text
	assert_exit 70
	assert_contains "$output" "FAIL"
	assert_contains "$output" "what would help"
}

@test "doctor --policy: every refusal has a reason" {
	command_run doctor --policy --json
	assert_exit 0
	assert_true '.policy | length > 300'
	assert_true '.policy | all(.answer == "allow" or (.reason | length > 5))'
	assert_true '.policy | any(.call == "socket" and .named)'
}
