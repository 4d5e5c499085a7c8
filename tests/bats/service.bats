#!/usr/bin/env bats
# The service, over a real nginx on loopback. One instance for most tests; those that need another setting, or that
# hurt it, start their own.

load helpers
load service

setup_file() {
	service_works || return 0
	new_service shared
	start_service shared python
}

teardown_file() {
	service_works || return 0
	stop_service shared
}

setup() {
	service_works || [[ $BATS_TEST_DESCRIPTION == *container* ]] || skip "a container has its service, and its clients, inside"
	! service_works || use_service shared
}

teardown() {
	! service_works || stop_others
}

@test "in a container, an instance starts, runs a program and stops" {
	! service_works || skip "this is no container"
	local dir=$CODEX_USER_HOME/c
	mkdir -p "$dir"
	[[ $CODEX_HOST != container-user ]] || chown 12345:12345 "$dir"
	exit_code=0
	on_host bash "$(tests_copy)/in-container" "$CODEX_PREFIX" "$dir" \
		>"$BATS_TEST_TMPDIR/stdout" 2>"$BATS_TEST_TMPDIR/stderr" || exit_code=$?
	assert_exit 0
	assert_true '.output == "42\n" and .status == "success"'
}

# ---- requests and answers ----

@test "a program is run" {
	post /execute '{"code": "print(6 * 7)", "id": "mine"}'
	assert_http 200
	assert_true '.output == "42\n"'
	assert_field .status success
	assert_field .language python
	assert_field .id mine
}

@test "what goes wrong in the program is an answer, not an error" {
	post /execute '{"code": "1/0"}'
	assert_http 200
	assert_field .status runtime_error
	post /execute '{"code": "while True: pass", "timeout": 0.3}'
	assert_http 200
	assert_field .status timeout
}

@test "a program is checked" {
	post /validate '{"code": "print(6 *"}'
	assert_http 200
	assert_field .isValid false
	assert_field '.errors[0].line' 1
}

@test "the answer is the command's" {
	local code
	for code in 'print(input())' 'import sys; sys.exit(3)' 'print("ü" * 3)' 'x = [' 'raise SystemExit("bye")'; do
		jq -cn --arg code "$code" '{$code, language: "python", inputData: "in\n"}' >"$BATS_TEST_TMPDIR/request"
		post /execute "$(<"$BATS_TEST_TMPDIR/request")"
		jq -S 'del(.executionTime, .cpuTime, .memoryUsed)' "$BATS_TEST_TMPDIR/stdout" >"$BATS_TEST_TMPDIR/service"
		command_run <"$BATS_TEST_TMPDIR/request"
		jq -S 'del(.executionTime, .cpuTime, .memoryUsed)' "$BATS_TEST_TMPDIR/stdout" >"$BATS_TEST_TMPDIR/command"
		diff "$BATS_TEST_TMPDIR/command" "$BATS_TEST_TMPDIR/service"
	done
}

@test "an instance refuses a language that is not its own" {
	post /execute '{"code": "x", "language": "cpp"}'
	assert_refused 400 invalid_request
	assert_field .field language
}

@test "what is wrong with a request is named by its field" {
	post /execute '{"code": "x", "timeout": 75}'
	assert_refused 400 invalid_request
	assert_field .field timeout
	assert_contains "$(field .error)" "75 is over the maximum of 60 seconds"
	post /execute '{"code": "x", "code": "y"}'
	assert_refused 400 invalid_request
}

@test "a program is tested, for at most 300 seconds in all" {
	post /execute '{"code": "print(int(input()) * 2)", "tests": [{"inputData": "1\n", "expectedOutput": "2\n"}, {"inputData": "2\n", "expectedOutput": "5\n"}]}'
	assert_http 200
	assert_field .status success
	assert_field .passed false
	assert_field '[.tests[].passed] | map(tostring) | join(" ")' 'true false'
	post /execute '{"code": "print(1)", "tests": [{"timeout": 60}, {"timeout": 60}, {"timeout": 60}, {"timeout": 60}, {"timeout": 60}, {"timeout": 0.5}]}'
	assert_refused 400 invalid_request
	assert_field .field tests
	assert_contains "$(field .error)" "300.500 seconds, over the maximum of 300"
}

@test "an unknown path, a wrong method and a wrong type are refused, each in its way" {
	get /nothing
	assert_refused 404 invalid_request
	get /execute
	assert_refused 405 invalid_request
	assert_contains "$(header Allow)" POST
	ask -X POST -d '{}' -H 'Content-Type: application/json' "$url/health"
	assert_refused 405 invalid_request
	ask -X DELETE "$url/execute"
	assert_refused 405 invalid_request
	ask -H 'Content-Type: text/plain' -d '{"code": "x"}' "$url/execute"
	assert_refused 415 invalid_request
	ask -H 'Content-Type:' -d '{"code": "x"}' "$url/execute"
	assert_refused 415 invalid_request
}

@test "a body over 8 MB is refused, announced or not" {
	head -c 8388609 /dev/zero | tr '\0' ' ' >"$BATS_TEST_TMPDIR/body"
	ask -H 'Content-Type: application/json' --data-binary @"$BATS_TEST_TMPDIR/body" "$url/execute"
	assert_refused 413 invalid_request
	edge chunked-huge
	assert_refused 413 invalid_request
	edge length-huge
	assert_refused 413 invalid_request
}

@test "a body of 8 MB is read" {
	printf '{"code": "print(6 * 7)", "id": "x"' >"$BATS_TEST_TMPDIR/body"
	head -c $((8388608 - 35)) /dev/zero | tr '\0' ' ' >>"$BATS_TEST_TMPDIR/body"
	printf '}' >>"$BATS_TEST_TMPDIR/body"
	ask -H 'Content-Type: application/json' --data-binary @"$BATS_TEST_TMPDIR/body" "$url/execute"
	assert_http 200
	assert_true '.output == "42\n"'
}

# ---- HTTP's edges ----

@test "chunked bodies, and those that come byte by byte, are read" {
	for name in chunked byte-by-byte; do
		edge $name
		assert_http 200
		assert_true '.output == "42\n"'
	done
}

@test "a length that lies never becomes a run of what was not sent" {
	for name in chunked-broken length-negative length-word length-twice; do
		edge $name
		assert_refused 400 invalid_request
	done
	edge length-too-short
	assert_refused 400 invalid_request
	edge no-length
	assert_refused 400 invalid_request
	edge length-too-long
	[ -z "$http_status" ] || assert_refused 400 invalid_request
}

@test "what is no HTTP, and what is too long, is refused in JSON" {
	edge no-http
	assert_refused 400 invalid_request
	edge long-header
	assert_refused 400 invalid_request
	edge long-path
	assert_refused 414 invalid_request
	edge trace
	assert_refused 405 invalid_request
}

@test "tricks in the path lead nowhere" {
	edge path-newline
	assert_refused 404 invalid_request
	[ -z "$(header Set-Cookie)" ]
	for name in path-up path-encoded; do
		edge $name
		assert_refused 400 invalid_request
	done
}

@test "a request id goes through, when it is fit for a log" {
	ask -H 'X-Request-Id: my-id.1' "$url/nothing"
	[ "$(header X-Request-Id)" = my-id.1 ]
	assert_field .requestId my-id.1
	edge id-forged
	assert_http 200
	[[ $(header X-Request-Id) =~ ^[0-9a-f]{32}$ ]]
}

@test "each request is one line of JSON in the log, with its id and trace" {
	local trace=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
	ask -H "traceparent: $trace" -H 'X-Request-Id: for-the-log' -H 'Content-Type: application/json' -d '{"code": "print(1)"}' "$url/execute"
	assert_http 200
	wait_until grep -q '"path":"/execute".*for-the-log\|for-the-log.*"path":"/execute"' "$service_log"
	grep for-the-log "$service_log" | jq -es --arg trace "$trace" 'length == 2 and all(.[];
		.level == "info" and .traceparent == $trace and .httpStatus == 200 and (.message | type) == "string")'
}

# ---- health, info, metrics ----

@test "health tells the version and the slots" {
	get /health
	assert_http 200
	assert_field .status healthy
	assert_field .language python
	assert_true '.slots.total >= 1 and .slots.busy == 0 and (.version | length) > 0 and .uptime > 0'
}

@test "metrics count requests, runs and verdicts" {
	post /execute '{"code": "print(1)"}'
	post /execute '{"code": "while True: pass", "timeout": 0.2}'
	get /metrics
	assert_http 200
	assert_contains "$(header Content-Type)" text/plain
	grep -qE '^codex_http_requests_total\{route="/execute",status="200"\} [1-9]' "$BATS_TEST_TMPDIR/stdout"
	grep -qE '^codex_verdicts_total\{language="python",status="timeout"\} [1-9]' "$BATS_TEST_TMPDIR/stdout"
	grep -qE '^codex_limits_total\{limit="wall"\} [1-9]' "$BATS_TEST_TMPDIR/stdout"
	grep -qE '^codex_run_duration_seconds_bucket\{language="python",le="\+Inf"\} [1-9]' "$BATS_TEST_TMPDIR/stdout"
	grep -qE '^codex_queue_duration_seconds_count [1-9]' "$BATS_TEST_TMPDIR/stdout"
	grep -qE '^codex_workers [1-9]' "$BATS_TEST_TMPDIR/stdout"
	# No series twice: a scraper would drop all of them.
	[ -z "$(grep -v '^#' "$BATS_TEST_TMPDIR/stdout" | cut -d' ' -f1 | sort | uniq -d)" ]
}

@test "real answers are those of the document" {
	described GET /health
	described GET /info
	described GET /metrics
	described POST /execute '{"code": "print(6 * 7)", "combined": true, "id": "1"}'
	described POST /execute '{"code": "open(\"a\", \"w\").write(\"x\")", "collect": ["a"]}'
	described POST /execute '{"code": "while True: pass", "timeout": 0.2, "encoding": "base64"}'
	described POST /execute '{"code": "import os; os.abort()"}'
	described POST /execute '{"code": "print(input())", "tests": [{"name": "a", "inputData": "1", "expectedOutput": "1"}, {"expectedOutput": "2", "hidden": true}]}'
	described POST /execute '{"code": "print(input())", "tests": [{"inputData": "1", "expectedOutput": "2"}, {"inputData": "1"}], "stopOnFailure": true}'
	described POST /execute '{"code": ""}'
	described POST /validate '{"code": "x = ("}'
	described POST /validate '{"code": "import socket"}'
	described POST /validate '['
}

# ---- clients that do not behave ----

@test "a client that goes away takes its run along" {
	new_marker
	local i
	for i in 1 2 3; do
		curl -s -m 1 -o /dev/null -H 'Content-Type: application/json' "$url/execute" \
			-d "$(jq -cn --arg code "import time; time.sleep(50) # $marker$i" '{$code, args: [$ARGS.positional[0]]}' --args "$marker")" || true
	done
	start_clock
	wait_until no_slot_is_busy
	assert_within 5
	assert_no_process "$marker"
}

@test "clients that send slowly keep nobody waiting" {
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/edges.py" "$port" stall 100 5 3>&- &
	sleep 1
	start_clock
	post /execute '{"code": "print(6 * 7)"}'
	assert_http 200
	assert_within 3
	wait
}

@test "garbage in the workers' own socket is answered or dropped, and kills no worker" {
	local before
	before=$(workers_of shared)
	on_host /usr/bin/python3 "$(tests_copy)/garbage.py" "$(sockets_of shared)/run.sock" >"$BATS_TEST_TMPDIR/cases"
	cat "$BATS_TEST_TMPDIR/cases"
	grep -qx 'length too long: 400' "$BATS_TEST_TMPDIR/cases"
	grep -qx 'length too short: 400' "$BATS_TEST_TMPDIR/cases"
	grep -qx 'length huge: 413' "$BATS_TEST_TMPDIR/cases"
	grep -qx 'length missing: 200' "$BATS_TEST_TMPDIR/cases"
	grep -qx 'keep the connection: 200' "$BATS_TEST_TMPDIR/cases"
	grep -qx 'random bytes: none' "$BATS_TEST_TMPDIR/cases"
	[ "$(workers_of shared)" = "$before" ]
	wait_until no_slot_is_busy
	post /execute '{"code": "print(6 * 7)"}'
	assert_http 200
}

@test "half a record keeps a worker no longer than it may" {
	new_service half CODEX_READ_SECONDS=1 CODEX_SLOTS=1
	start_service half python
	on_host /usr/bin/python3 - "$(tests_copy)" "$(sockets_of half)/run.sock" <<-'END' 3>&- &
		import sys, time
		sys.path.insert(0, sys.argv[1])
		import fastcgi as f
		link = f.connect(sys.argv[2])
		link.sendall(f.begin()[:12])
		time.sleep(20)
	END
	local client=$!
	sleep 0.5
	start_clock
	post /execute '{"code": "print(6 * 7)"}'
	assert_http 200
	assert_within 5
	pkill -P "$client" || true
	kill "$client" 2>/dev/null || true
}

# ---- load ----

@test "sixteen times more clients than slots: 200, or 503 and when to come back" {
	local slots
	get /health
	slots=$(field .slots.total)
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/load.py" "$url/execute" $((16 * slots)) 4 >"$BATS_TEST_TMPDIR/stdout"
	assert_true '.dropped == 0 and .wrong == 0 and .without_retry_after == 0'
	assert_true '(.answers | keys) - ["200", "503"] == []'
	assert_true '.answers["200"] > 10'
	assert_true '(.health.answers | keys) == ["200"]'
}

# ---- deaths ----

# while_killing COMMAND…: under load, again and again; all that is answered is right, and then the service is as before.
while_killing() {
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/load.py" "$url/execute" 8 4 \
		"import time; time.sleep(0.05); print(%d) # $marker" >"$BATS_TEST_TMPDIR/load" 3>&- &
	local load=$! i
	for i in 1 2 3; do
		sleep 0.8
		"$@"
	done
	wait "$load"
	cp "$BATS_TEST_TMPDIR/load" "$BATS_TEST_TMPDIR/stdout"
	assert_true '.wrong == 0 and .without_retry_after == 0 and .answers["200"] > 0'
	wait_until is_healthy
	post /execute '{"code": "print(6 * 7)"}'
	assert_http 200
	assert_true '.output == "42\n"'
	wait_until no_slot_is_busy
	wait_until slots_are_empty "$service"
}

@test "a worker that is killed is replaced, and its run is gone" {
	new_service workers
	start_service workers python
	new_marker
	kill_worker() { kill -KILL "$(workers_of workers | tr ' ' '\n' | grep . | shuf -n 1)"; }
	while_killing kill_worker
	cp "$BATS_TEST_TMPDIR/load" "$BATS_TEST_TMPDIR/stdout"
	assert_true '.dropped == 0 and ((.answers | keys) - ["200", "503"] == [])'
	get /metrics
	grep -qE '^codex_worker_restarts_total [1-9]' "$BATS_TEST_TMPDIR/stdout"
}

# The worker that runs something: it has a child.
busy_worker_of() {
	local pid
	for pid in $(workers_of "$1"); do
		pgrep -P "$pid" >/dev/null && echo "$pid" && return
	done
	return 1
}

@test "a worker that is stopped is replaced: its request is told to come again, and its run is gone" {
	new_service stopped CODEX_SLOTS=1
	start_service stopped python
	new_marker
	(post /execute "$(jq -cn --arg code "import time; time.sleep(60)" '{$code, args: [$ARGS.positional[0]]}' --args "$marker")" || true
		echo "$http_status $(field .status) $(header Retry-After)" >"$BATS_TEST_TMPDIR/told") 3>&- &
	local client=$!
	wait_until some_slot_is_busy
	wait_until busy_worker_of stopped
	kill -STOP "$(busy_worker_of stopped)"
	wait "$client"
	[[ $(<"$BATS_TEST_TMPDIR/told") =~ ^503\ unavailable\ [0-9]+$ ]]
	assert_no_process "$marker"
	wait_until no_slot_is_busy
	wait_until slots_are_empty stopped
	post /execute '{"code": "print(6 * 7)"}'
	assert_true '.output == "42\n"'
	# One that waits, too: or the next request would go to it.
	local pid
	for pid in $(workers_of stopped); do
		kill -STOP "$pid"
		wait_until is_dead "$pid"
	done
	post /execute '{"code": "print(6 * 7)"}'
	assert_true '.output == "42\n"'
	wait_until is_healthy
}

@test "a master that is killed takes all along, and comes back" {
	new_service master
	start_service master python
	kill_master() {
		local pid master workers
		wait_until master_of master
		master=$(master_of master) workers=$(children_of master)
		kill -KILL "$master"
		for pid in $master $workers; do
			wait_until is_dead "$pid"
		done
	}
	new_marker
	while_killing kill_master
	cp "$BATS_TEST_TMPDIR/load" "$BATS_TEST_TMPDIR/stdout"
	assert_true '.dropped == 0 and ((.answers | keys) - ["200", "503"] == [])'
}

@test "an nginx that is killed comes back" {
	new_service nginx
	start_service nginx python
	# Its worker goes on, and answers, until the new one is to begin.
	kill_nginx() {
		local pid old
		wait_until nginx_of nginx
		old=$(nginx_of nginx)
		old="$old $(pgrep -P "$old" || true)"
		kill -KILL "${old%% *}"
		for pid in $old; do
			wait_until is_dead "$pid"
		done
	}
	new_marker
	while_killing kill_nginx
}

@test "a whole instance that is killed leaves nothing, can be started again, and others do not notice" {
	new_service whole
	start_service whole python
	local master nginx workers pid
	master=$(master_of whole) nginx=$(nginx_of whole) workers=$(children_of whole)
	(post /execute '{"code": "import time; time.sleep(60)"}' || true) 3>&- &
	wait_until some_slot_is_busy
	kill -KILL "$(pid_of whole)" "$master" "$nginx"
	wait_until is_dead "$master"
	wait_until nothing_is_parked whole
	for pid in $workers; do
		wait_until is_dead "$pid"
	done
	start_service whole python
	post /execute '{"code": "print(6 * 7)"}'
	assert_true '.output == "42\n"'
	use_service shared
	post /execute '{"code": "print(6 * 7)"}'
	assert_true '.output == "42\n"'
}

# ---- stopping and loading anew ----

@test "SIGTERM lets runs end, refuses what comes, and the exit status is 0" {
	new_service drain
	start_service drain python
	(post /execute '{"code": "import time; time.sleep(2); print(6 * 7)"}' && cp "$BATS_TEST_TMPDIR/stdout" "$BATS_TEST_TMPDIR/last") 3>&- &
	local last=$!
	wait_until some_slot_is_busy
	kill -TERM "$(pid_of drain)"
	wait_until health_is draining
	post /execute '{"code": "print(1)"}'
	assert_http 503
	[ -n "$(header Retry-After)" ]
	wait "$last"
	[ "$(jq -r .output "$BATS_TEST_TMPDIR/last")" = 42 ]
	wait_for_end drain
	[ "$service_status" -eq 0 ]
}

@test "SIGTERM ends within the time to drain, whatever runs" {
	new_service drain-late CODEX_DRAIN_SECONDS=2
	start_service drain-late python
	(post /execute '{"code": "import time; time.sleep(50)"}' || true) 3>&- &
	wait_until some_slot_is_busy
	start_clock
	kill -TERM "$(pid_of drain-late)"
	wait_for_end drain-late
	[ "$service_status" -eq 0 ]
	assert_within 6
	nothing_is_parked drain-late
}

@test "SIGHUP loads languages and tokens anew, and no request is lost" {
	local file=$CODEX_USER_HOME/tokens-$RANDOM
	printf '# comment\nfirst-token\n' >"$file"
	chmod 644 "$file"
	new_service reload "CODEX_TOKENS_FILE=$file" CODEX_ALLOW_ANONYMOUS=1
	start_service reload python
	ask -H 'Authorization: Bearer second-token' "$url/info"
	ask -H 'Authorization: Bearer second-token' -H 'Content-Type: application/json' -d '{"code": "print(1)"}' "$url/execute"
	assert_refused 401 unauthorized
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/load.py" "$url/execute" 4 4 'import time; time.sleep(0.05); print(%d)' >"$BATS_TEST_TMPDIR/load" 3>&- &
	local load=$! i
	for i in 1 2 3; do
		sleep 0.8
		echo second-token >>"$file"
		kill -HUP "$(pid_of reload)"
	done
	wait "$load"
	cp "$BATS_TEST_TMPDIR/load" "$BATS_TEST_TMPDIR/stdout"
	assert_true '.dropped == 0 and .wrong == 0 and (.answers | keys) == ["200"] and (.health.answers | keys) == ["200"]'
	ask -H 'Authorization: Bearer second-token' -H 'Content-Type: application/json' -d '{"code": "print(1)"}' "$url/execute"
	assert_http 200
}

@test "a language file that has changed is used after SIGHUP, and no request is lost" {
	local languages=$service_root/languages load i
	cp -R "$CODEX_PREFIX/share/codex-run/languages" "$languages"
	chmod -R a+rX "$languages"
	new_service changed "CODEX_LANGUAGES=$languages"
	start_service changed python
	says() {
		post /execute '{"code": "import os; print(os.environ.get(\"TOLD_BY\"))"}'
		[ "$(field .output)" = "$1" ]
	}
	says None
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/load.py" "$url/execute" 3 3 'import time; time.sleep(0.05); print(%d)' >"$BATS_TEST_TMPDIR/load" 3>&- &
	load=$!
	for i in first second; do
		sleep 0.8
		jq --arg i "$i" '.environment.TOLD_BY = $i' "$CODEX_PREFIX/share/codex-run/languages/python.json" >"$languages/python.json"
		kill -HUP "$(pid_of changed)"
		wait_until says "$i"
	done
	# One that is broken changes nothing.
	echo '{' >"$languages/python.json"
	kill -HUP "$(pid_of changed)"
	wait_until grep -q 'nothing is loaded anew' "$service_log"
	says second || fail "$http_status"
	wait "$load"
	cp "$BATS_TEST_TMPDIR/load" "$BATS_TEST_TMPDIR/stdout"
	assert_true '.dropped == 0 and .wrong == 0 and (.answers | keys) == ["200"] and (.health.answers | keys) == ["200"]'
}

# ---- who may call ----

@test "with tokens, /execute needs one, and /health none" {
	new_service tokens CODEX_TOKENS=first-token,second-token CODEX_UPSTREAM_TOKEN=of-the-gateway
	start_service tokens python
	post /execute '{"code": "print(1)"}'
	assert_refused 401 unauthorized
	assert_contains "$(header WWW-Authenticate)" Bearer
	local token
	for token in first-token second-token of-the-gateway; do
		ask -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"code": "print(1)"}' "$url/execute"
		assert_http 200
	done
	for token in first-toke first-token2 '' first-token,second-token; do
		ask -H "Authorization: Bearer $token" -H 'Content-Type: application/json' -d '{"code": "print(1)"}' "$url/execute"
		assert_refused 401 unauthorized
	done
	get /health
	assert_http 200
	get /info
	assert_http 200
}

@test "on IPv6 the same is answered, and it is this machine too" {
	grep -qs '^0\{31\}1 ' /proc/net/if_inet6 || skip "this host has no IPv6"
	new_service six CODEX_TOKENS=first-token
	start_service six python
	url="http://[::1]:$port"
	ask -H 'Authorization: Bearer first-token' -H 'Content-Type: application/json' -d '{"code": "print(6 * 7)"}' "$url/execute"
	assert_http 200
	assert_true '.output == "42\n"'
	post /execute '{"code": "print(1)"}'
	assert_refused 401 unauthorized
	get /health
	assert_http 200
	get /metrics
	assert_http 200
}

@test "/info and /metrics need a token when the caller is elsewhere, also where strangers may run programs" {
	new_service elsewhere CODEX_TOKENS=first-token CODEX_ALLOW_ANONYMOUS=1 CODEX_TRUSTED_PROXIES=127.0.0.1
	start_service elsewhere python
	local path
	for path in /info /metrics; do
		ask -H 'X-Forwarded-For: 192.0.2.7' "$url$path"
		assert_refused 401 unauthorized
		ask -H 'X-Forwarded-For: 192.0.2.7' -H 'Authorization: Bearer first-token' "$url$path"
		assert_http 200
	done
	ask -H 'X-Forwarded-For: 192.0.2.7' "$url/health"
	assert_http 200
	ask -H 'X-Forwarded-For: 192.0.2.7' -H 'Content-Type: application/json' -d '{"code": "print(1)"}' "$url/execute"
	assert_http 200
}

@test "who calls too often is told so; with a token of its own it is somebody else" {
	new_service often CODEX_RATE=1 CODEX_RATE_BURST=2 CODEX_TOKENS=first-token CODEX_UPSTREAM_TOKEN=of-the-gateway CODEX_ALLOW_ANONYMOUS=1
	start_service often python
	local i limited=0
	# At once, however slow this machine is just now.
	curl -s -m 60 -o /dev/null --parallel --parallel-immediate "$url/info?[1-12]"
	for i in {1..20}; do
		get /info
		[ "$http_status" != 200 ] || continue
		assert_refused 429 rate_limited
		[ -n "$(header Retry-After)" ]
		limited=$((limited + 1))
		[ "$limited" -lt 2 ] || break
	done
	[ "$limited" -eq 2 ]
	ask -H 'Authorization: Bearer first-token' "$url/info"
	assert_http 200
	for i in {1..6}; do
		ask -H 'Authorization: Bearer of-the-gateway' "$url/info"
		assert_http 200
	done
}

@test "pages of another origin may call when that is configured, else not" {
	get /health
	[ -z "$(header Access-Control-Allow-Origin)" ]
	new_service cors CODEX_CORS_ORIGIN=https://example.org
	start_service cors python
	get /health
	[ "$(header Access-Control-Allow-Origin)" = https://example.org ]
	ask -X OPTIONS -H 'Origin: https://example.org' -H 'Access-Control-Request-Method: POST' "$url/execute"
	assert_http 204
	assert_contains "$(header Access-Control-Allow-Methods)" POST
	[ "$(header Access-Control-Allow-Origin)" = https://example.org ]
}

# ---- starting ----

# refused_start WORD…: what it says has each word.
refused_start() {
	local word
	[ "$exit_code" -ne 0 ] || fail "it started"
	for word; do
		assert_contains "$errors" "$word"
	done
}
try_fcgi() {
	exit_code=0
	host_env+=("CODEX_STATE_DIR=$service_root/tried")
	errors=$(on_host timeout 10 "$CODEX_PREFIX/bin/codex-fcgi" </dev/null 2>&1) || exit_code=$?
	host_env=()
}

@test "open to all the world and without a token it does not start" {
	host_env=(PORT=18080)
	try_fcgi
	refused_start PORT CODEX_TOKENS CODEX_ALLOW_ANONYMOUS
}

@test "an unknown variable, or a value that cannot be, is refused by its name" {
	host_env=(CODEX_TOKEN=x)
	try_fcgi
	refused_start CODEX_TOKEN
	host_env=(CODEX_DRAIN_SECONDS=soon)
	try_fcgi
	refused_start CODEX_DRAIN_SECONDS soon 3600
	host_env=(CODEX_SERVES=cobol)
	try_fcgi
	refused_start CODEX_SERVES cobol
	host_env=(CODEX_MAX_TIMEOUT=never)
	try_fcgi
	refused_start CODEX_MAX_TIMEOUT never
	host_env=(CODEX_LISTEN=0.0.0.0:9000)
	try_fcgi
	refused_start CODEX_LISTEN loopback
	host_env=('CODEX_TOKENS=with"quote')
	try_fcgi
	refused_start CODEX_TOKENS
}

@test "a port in use gets a clear message" {
	new_service second
	port_of[second]=$port
	service_ports second "$(port_of_service shared)"
	local status=0
	errors=$(run_service second python 2>&1) || status=$?
	[ "$status" -ne 0 ]
	assert_contains "$errors" "port $(port_of_service shared) is in use"
}

@test "the sockets are ours alone" {
	[ "$(stat -c %a "$(sockets_of shared)")" = 700 ]
	[ "$(stat -c %a "$(sockets_of shared)/run.sock")" = 600 ]
	[ "$(stat -c %a "$(sockets_of shared)/control.sock")" = 600 ]
}

@test "no guest reaches the service" {
	local code
	code='
import glob, os, socket
found = glob.glob("'"$service_root"'/*/*") + glob.glob("/run/codex*/*")
print("files", found)
for family, address in ((socket.AF_INET, ("127.0.0.1", '"$port"')), (socket.AF_UNIX, "'"$(sockets_of shared)"'/control.sock")):
    try:
        socket.socket(family, socket.SOCK_STREAM).connect(address)
        print("connected", family)
    except OSError:
        pass'
	post /execute "$(jq -cn --arg code "$code" '{$code}')"
	assert_http 200
	assert_true '.output == "files []\n"'
}

@test "one command starts all instances and the gateway, and stops them" {
	requires_language python
	local base command i
	base=$(free_port)
	mkdir -p "$service_root/all"
	[[ $CODEX_HOST != user ]] || [ "$(id -u)" -ne 0 ] || chown 12345:12345 "$service_root/all"
	host_env=("CODEX_BASE_PORT=$base" "CODEX_SERVE_DIR=$service_root/all")
	on_host "$CODEX_PREFIX/share/codex-run/scripts/serve" >"$BATS_TEST_TMPDIR/serve" 2>&1 3>&- &
	command=$!
	host_env=()
	for i in {1..600}; do
		! grep -q 'Ctrl-C stops' "$BATS_TEST_TMPDIR/serve" || break
		is_dead "$command" && break
		sleep 0.1
	done
	cat "$BATS_TEST_TMPDIR/serve"
	[ "$(grep -c ' healthy ' "$BATS_TEST_TMPDIR/serve")" -ge 1 ]
	grep -q "^gateway .*http://127.0.0.1:$base .* healthy" "$BATS_TEST_TMPDIR/serve"
	url=http://127.0.0.1:$base
	post /api/execute '{"language": "python", "code": "print(6 * 7)"}'
	assert_http 200
	assert_true '.output == "42\n"'
	# A second one says which ports are taken, and changes nothing.
	host_env=("CODEX_BASE_PORT=$base" "CODEX_SERVE_DIR=$service_root/all")
	errors=$(on_host "$CODEX_PREFIX/share/codex-run/scripts/serve" 2>&1) && fail "it started twice"
	host_env=()
	assert_contains "$errors" "$base"
	post /api/execute '{"language": "python", "code": "print(6 * 7)"}'
	assert_http 200
	kill -TERM "$(<"$service_root/all/serve.pid")"
	wait "$command"
	grep -q 'All stopped' "$BATS_TEST_TMPDIR/serve"
	assert_no_process "$service_root/all"
}

@test "as plain CGI it answers one request" {
	local answer body='{"code": "print(6 * 7)"}'
	cgi() {
		on_host env CODEX_SERVES=python GATEWAY_INTERFACE=CGI/1.1 CONTENT_TYPE=application/json REMOTE_ADDR=127.0.0.1 \
			SERVER_ADDR=127.0.0.1 "$@" "$CODEX_PREFIX/bin/codex-fcgi"
	}
	answer=$(cgi REQUEST_METHOD=POST PATH_INFO=/execute CONTENT_LENGTH=${#body} <<<"$body" 2>/dev/null)
	assert_contains "$answer" "Status: 200 OK"
	assert_contains "$answer" '"output":"42\n"'
	answer=$(cgi REQUEST_METHOD=GET PATH_INFO=/health </dev/null 2>/dev/null)
	assert_contains "$answer" '"status":"healthy"'
	answer=$(cgi REQUEST_METHOD=POST PATH_INFO=/execute CONTENT_LENGTH=100 <<<"$body" 2>/dev/null)
	assert_contains "$answer" "Status: 400"
	answer=$(CODEX_X=1 on_host env CODEX_NONSENSE=1 GATEWAY_INTERFACE=CGI/1.1 REQUEST_METHOD=GET PATH_INFO=/health "$CODEX_PREFIX/bin/codex-fcgi" </dev/null 2>/dev/null) || true
	assert_contains "$answer" "Status: 500"
}
