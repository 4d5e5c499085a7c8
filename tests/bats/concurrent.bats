#!/usr/bin/env bats
# Commands that run at the same time know nothing of each other.

load helpers

@test "eight commands at once do not disturb each other" {
	local i pids=() status
	for i in {1..8}; do
		codex_run <<<"$(request python "
import os, sys, time
open('mine', 'w').write('$i'); time.sleep(0.3)
print(sys.stdin.read(), open('mine').read(), len(os.listdir('.')))" "{inputData: \"in$i\", id: \"$i\"}")" >"$BATS_TEST_TMPDIR/$i" 2>"$BATS_TEST_TMPDIR/$i.err" &
		pids+=($!)
	done
	for i in {1..8}; do
		status=0
		wait "${pids[i - 1]}" || status=$?
		# Fewer slots than commands: some may be told to come back, none may fail.
		if [ "$status" -eq 75 ]; then
			[ "$(jq -r .status "$BATS_TEST_TMPDIR/$i")" = busy ]
			continue
		fi
		[ "$status" -eq 0 ] || {
			cat "$BATS_TEST_TMPDIR/$i" "$BATS_TEST_TMPDIR/$i.err" >&2
			return 1
		}
		[ "$(jq -r .id "$BATS_TEST_TMPDIR/$i")" = "$i" ]
		[[ $(jq -r .output "$BATS_TEST_TMPDIR/$i") == "in$i $i "* ]]
	done
}

@test "a run that dies of memory does not take its neighbour along" {
	execute_neighbour() { codex_run <<<"$(request python 'import time; time.sleep(2); print("fine")')" >"$BATS_TEST_TMPDIR/neighbour"; }
	execute_neighbour &
	local neighbour=$!
	execute python 'b = [bytearray(b"x") * (1 << 20) for _ in range(1000)]'
	assert_status memory_limit
	wait "$neighbour"
	[ "$(jq -r .output "$BATS_TEST_TMPDIR/neighbour")" = fine ]
}
