#!/usr/bin/env bats
# --timings: where the time of a run went.

load helpers

@test "timings: a JSON result has them only when they are asked for" {
	execute python 'print(1)'
	assert_true 'has("timings") | not'
	command_run run --timings <<<"$(request python 'print(1)')"
	assert_status success
	assert_field '.timings | keys_unsorted | join(" ")' \
		'context request language lease files guardian compile prepare spawn run collect release'
	assert_true '[.timings[] | type == "number" and . >= 0] | all'
}

@test "timings: the lap of the run is the run, and that of the compiler the compiler" {
	command_run run --timings <<<"$(request python 'import time; time.sleep(0.3)')"
	assert_status success
	assert_true '.timings.run >= 0.3 and .timings.run >= .executionTime - 0.05'
	assert_true '.timings.compile < 0.1'
	requires_language cpp
	command_run run --timings <<<"$(request cpp "int main() { return 0; } // $RANDOM$RANDOM")"
	assert_status success
	assert_true '.timings.compile >= .compile.time'
}

@test "timings: for a person, a table on stderr that adds up" {
	echo 'print(1)' >"$BATS_TEST_TMPDIR/prog.py"
	command_run run --timings "$BATS_TEST_TMPDIR/prog.py" </dev/null
	assert_exit 0
	[ "$output" = 1 ] || fail "the output is not the program's alone"
	awk '$3 == "ms" && $1 != "total" { sum += $2; rows++ }
		$1 == "total" { total = $2 }
		END { exit !(rows == 13 && total > 0 && sum > total - 0.1 && sum < total + 0.1) }' <<<"$errors" ||
		fail "the table does not add up"
}
