#!/usr/bin/env bats
# What waits for a request, in a batch: a program that starts in it sees nothing of that, and never has to.

load helpers

# The programs of tests/warm/LANGUAGE, warm and cold.
same_warm_and_cold() {
	requires_language "$1"
	[ "$1" != python ] || [ -x "$CODEX_PREFIX/libexec/codex-run/codex-python" ] || skip "codex-python was not built"
	run "$BATS_TEST_DIRNAME/../warm/compare" "$1" "$CODEX_PREFIX/bin/codex-run" "$BATS_TEST_DIRNAME/../on-host"
	[ "$status" -eq 0 ] || fail "$output"
}

@test "python is the same warm and cold" { same_warm_and_cold python; }

# ask REQUEST: the row of the batch that coproc began.
ask() {
	printf '%s\n' "$1" >&"${BATCH[1]}"
	IFS= read -r row <&"${BATCH[0]}"
}

# below PID NAME: processes of that name that PID has started, at any depth.
below() {
	local child
	for child in $(cat /proc/"$1"/task/*/children 2>/dev/null || true); do
		[ "$(cat /proc/"$child"/comm 2>/dev/null || true)" != "$2" ] || echo "$child"
		below "$child" "$2"
	done
}

await_below() {
	local found
	for _ in {1..100}; do
		found=$(below "$@")
		[ -z "$found" ] || break
		sleep 0.1
	done
	echo "$found"
}

start_of() { jq -r .start <<<"$row"; }

# A batch of one worker whose next python starts warm.
begin_batch() {
	requires_language python
	[ -x "$CODEX_PREFIX/libexec/codex-run/codex-python" ] || skip "codex-python was not built"
	coproc BATCH { codex_run batch --quiet --timings --jobs 1; }
	for _ in {1..600}; do
		ask "$(request python 'print(1)')"
		[ "$(start_of)" != warm ] || return 0
		sleep 0.1
	done
	fail "nothing started warm: $row"
}

end_batch() {
	local pid=$BATCH_PID input=${BATCH[1]}
	exec {input}>&-
	wait "$pid" || true
}

@test "what waits and dies costs a cold start, and no request" {
	begin_batch
	# The guest that waits is called python3 already; fork servers, and the guardians that they make, codex-python.
	for victim in python3 codex-python; do
		mapfile -t victims < <(await_below "$BATCH_PID" "$victim")
		[ ${#victims[@]} -gt 0 ] || fail "no $victim waits"
		kill -KILL "${victims[@]}"
		ask "$(request python 'print(2)')"
		[ "$(jq -r .output <<<"$row")" = 2 ] || fail "$row"
	done
	for _ in {1..600}; do
		ask "$(request python 'print(3)')"
		[ "$(jq -r .output <<<"$row")" = 3 ] || fail "$row"
		[ "$(start_of)" != warm ] || break
		sleep 0.1
	done
	[ "$(start_of)" = warm ] || fail "nothing starts warm any more: $row"
	end_batch
}

@test "the laps of a warm start are its own, and not those of what has waited" {
	begin_batch
	ask "$(request python 'print(2)')"
	[ "$(start_of)" = warm ] || fail "$row"
	jq -e '[.timings[]] | add < 60' <<<"$row" >/dev/null || fail "$row"
	end_batch
}

# What a program can see of the place that it is in.
SEES='import os, stat
def look(path):
    st = os.stat(path)
    return sorted(os.listdir(path)), oct(st.st_mode), st.st_nlink, st.st_size, st.st_uid == os.getuid()
home = os.getcwd()
folders = [home, home.replace("work", "build"), os.environ["TMPDIR"]] + ["/dev/shm"] * (home == "/work")
print([look(folder) for folder in folders])
if home == "/work":
    print(os.getpid(), os.getppid(), [n for n in range(1, 1000) if os.path.exists(f"/proc/{n}")])'

# And what it leaves, or tries to.
LEAVES='import os, signal, subprocess, time
home, tmp = os.getcwd(), os.environ["TMPDIR"]
for folder in home, tmp, home.replace("work", "build"):
    try:
        os.makedirs(folder + "/left/deep/" + "d" * 200)
        open(folder + "/left/file", "w").write("x" * 100000)
        os.link(folder + "/left/file", folder + "/left/link")
        os.symlink("/", folder + "/root")
        os.mkfifo(folder + "/fifo")
        for n in range(300 if "grow" in os.sys.argv else 0):
            open(folder + "/" + str(n) * 20, "w").close()
        os.utime(folder, (1, 1))
        for closed in folder + "/left/deep", folder + "/left", folder:
            os.chmod(closed, 0)
    except OSError as refused:
        print(refused)
for n in range(3):
    if os.fork() == 0:
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        if os.fork() == 0:
            time.sleep(60)
        time.sleep(60)
print("left", flush=True)
os._exit(0)'

@test "a program that starts warm sees nothing of those before it" {
	begin_batch
	host_env+=(CODEX_WARM=0)
	codex_run run --timings <<<"$(request python "$SEES")" >"$BATS_TEST_TMPDIR/cold"
	cold=$(jq -r .output "$BATS_TEST_TMPDIR/cold")
	[ -n "$cold" ] || fail "$(cat "$BATS_TEST_TMPDIR/cold")"
	for grow in '' grow '' '' '' grow '' ''; do
		ask "$(request python "$LEAVES" "{args: [\"$grow\"]}")"
		[[ $(jq -r .output <<<"$row") = *left ]] || fail "$row"
		ask "$(request python "$SEES")"
		[ "$(jq -r .output <<<"$row")" = "$cold" ] || fail "cold: $cold
warm: $row"
	done
	end_batch
}

@test "after a test with a checker of its own the next program starts warm all the same" {
	begin_batch
	for _ in 1 2; do
		ask "$(request python 'print(1)' '{tests: [{checker: {language: "python", code: "raise SystemExit(42)"}}]}')"
		[ "$(jq -r .passed <<<"$row")" = true ] || fail "$row"
		ask "$(request python 'print(2)')"
		[ "$(start_of)" = warm ] || fail "$row"
	done
	end_batch
}

@test "a request with other limits starts warm, too, and nothing waits with CODEX_WARM=0" {
	begin_batch
	ask "$(request python 'print(2)' '{limits: {memoryMB: 1024, processes: 8}, timeout: 3}')"
	[ "$(start_of)" = warm ] || fail "$row"
	host_env+=(CODEX_WARM=0)
	coproc COLD { codex_run batch --quiet --timings --jobs 1; }
	for _ in 1 2; do
		request python 'print(1)' >&"${COLD[1]}"
		IFS= read -r row <&"${COLD[0]}"
		[ "$(start_of)" = cold ] || fail "$row"
	done
	local input=${COLD[1]}
	exec {input}>&-
	end_batch
}
