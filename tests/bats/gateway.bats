#!/usr/bin/env bats
# The gateway, over a real nginx on loopback, with instances of Python and C++ behind it: two of Python, so that one
# can be away. The tests that hurt an instance start one of their own.

load helpers
load service
load gateway

setup_file() {
	service_works || return 0
	new_service shared-one CODEX_UPSTREAM_TOKEN=between-us
	start_service shared-one python
	new_service shared-two CODEX_UPSTREAM_TOKEN=between-us
	start_service shared-two python
	new_service shared-cpp CODEX_UPSTREAM_TOKEN=between-us
	start_service shared-cpp cpp
	new_service shared-gate CODEX_UPSTREAM_TOKEN=between-us CODEX_RATE=100000 \
		"PYTHON_EXECUTOR_URL=$(url_of shared-one),$(url_of shared-two)" "CPP_EXECUTOR_URL=$(url_of shared-cpp)" \
		"RUST_EXECUTOR_URL=http://127.0.0.1:$(free_port)"
	start_gateway shared-gate
}

teardown_file() {
	service_works || return 0
	local name
	for name in shared-gate shared-one shared-two shared-cpp; do
		stop_service "$name"
	done
}

setup() {
	service_works || skip "the service is tested on root and user"
	use_service shared-gate
}

teardown() {
	local env name
	for env in "$service_root"/*.env; do
		name=$(basename "${env%.env}")
		[[ $name = shared* ]] || stop_service "$name"
	done
}

# ---- routing ----

@test "the language picks the service, by name or alias" {
	post /api/execute '{"language": "py", "code": "print(6 * 7)", "id": "mine"}'
	assert_http 200
	assert_true '.output == "42\n"'
	assert_field .language python
	assert_field .id mine
	post /api/execute '{"language": "C++", "code": "#include <cstdio>\nint main() { puts(\"42\"); }"}'
	assert_http 200
	assert_true '.output == "42\n"'
	assert_field .language cpp
}

@test "a program is checked" {
	post /api/validate '{"language": "python", "code": "print(6 *"}'
	assert_http 200
	assert_field .isValid false
	post /api/validate '{"language": "cpp", "code": "int main() {}"}'
	assert_http 200
	assert_field .isValid true
}

@test "a body of megabytes is carried whole" {
	head -c 700000 /dev/urandom | base64 -w 0 >"$BATS_TEST_TMPDIR/data"
	jq -cn --rawfile data "$BATS_TEST_TMPDIR/data" '{language: "python", inputData: $data,
		code: "import sys, hashlib; print(hashlib.sha256(sys.stdin.buffer.read()).hexdigest())"}' >"$BATS_TEST_TMPDIR/body"
	ask -H 'Content-Type: application/json' --data-binary @"$BATS_TEST_TMPDIR/body" "$url/api/execute"
	assert_http 200
	[ "$(field .output)" = "$(sha256sum <"$BATS_TEST_TMPDIR/data" | cut -d' ' -f1)" ]
}

@test "a request without a language that is known is refused, and the reason names the field" {
	post /api/execute '{"code": "print(1)"}'
	assert_refused 400 invalid_request
	assert_field .field language
	post /api/execute '{"language": "cobol", "code": "x"}'
	assert_refused 400 invalid_request
	assert_field .field language
	post /api/execute '{"language": 7, "code": "x"}'
	assert_refused 400 invalid_request
	post /api/execute '{"language": "python", "language": "cpp", "code": "x"}'
	assert_refused 400 invalid_request
	post /api/execute '{"language": "python", "code": "x"'
	assert_refused 400 invalid_request
	post /api/execute ''
	assert_refused 400 invalid_request
}

@test "what an instance refuses comes through as it said it" {
	post /api/execute '{"language": "python", "code": "x", "timeout": 75}'
	assert_refused 400 invalid_request
	assert_field .field timeout
	assert_contains "$(field .error)" "75 is over the maximum of 60 seconds"
}

@test "a language without an instance is unavailable, and that is known at once" {
	start_clock
	post /api/execute '{"language": "go", "code": "x"}'
	assert_refused 503 unavailable
	assert_contains "$(field .error)" GO_EXECUTOR_URL
	post /api/execute '{"language": "rust", "code": "x"}'
	assert_refused 503 unavailable
	[ -n "$(header Retry-After)" ]
	assert_within 2
}

@test "unknown paths, methods and types are refused in JSON" {
	get /api/nothing
	assert_refused 404 invalid_request
	get /execute
	assert_refused 404 invalid_request
	get /api/execute
	assert_refused 405 invalid_request
	ask -X POST -d '{}' -H 'Content-Type: application/json' "$url/api/microservices/health"
	assert_refused 405 invalid_request
	ask -H 'Content-Type: text/plain' -d '{"language": "python", "code": "1"}' "$url/api/execute"
	assert_refused 415 invalid_request
	head -c 8388609 /dev/zero | tr '\0' ' ' >"$BATS_TEST_TMPDIR/body"
	ask -H 'Content-Type: application/json' --data-binary @"$BATS_TEST_TMPDIR/body" "$url/api/execute"
	assert_refused 413 invalid_request
}

@test "nobody but the gateway's own answers lead to the inner locations" {
	ask -H 'X-Accel-Redirect: @cpp_executor_0' -H 'Content-Type: application/json' \
		-d '{"language": "python", "code": "print(1)"}' "$url/api/execute"
	assert_http 200
	assert_field .language python
	for path in /@python_executor_0 /%40python_executor_0 /_error/503; do
		get "$path"
		assert_refused 404 invalid_request
	done
	get /api/microservices/health
	[ -z "$(header X-Accel-Redirect)" ]
}

@test "request id and trace reach the instance" {
	local trace=00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01
	ask -H "traceparent: $trace" -H 'X-Request-Id: all-the-way' -H 'Content-Type: application/json' \
		-d '{"language": "cpp", "code": "int main() {}"}' "$url/api/execute"
	assert_http 200
	[ "$(header X-Request-Id)" = all-the-way ]
	[ "$(grep -ci '^x-request-id:' "$BATS_TEST_TMPDIR/headers")" -eq 1 ]
	[ "$(grep -ci '^cache-control:' "$BATS_TEST_TMPDIR/headers")" -eq 1 ]
	wait_until grep -q all-the-way "$service_root/shared-cpp.log"
	grep -h all-the-way "$service_root/shared-cpp.log" "$service_root/shared-gate.log" |
		jq -es --arg trace "$trace" 'length >= 4 and all(.[]; .traceparent == $trace)'
}

# ---- traces ----

@test "a request's spans reach the collector: gateway, instance, compiler, program" {
	local spans=$BATS_TEST_TMPDIR/spans collector_port
	collector_port=$(free_port)
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/collector.py" "$collector_port" "$spans" 3>&- &
	collector=$!
	local traced=("OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:$collector_port" "OTEL_EXPORTER_OTLP_HEADERS=Authorization=Basic abc,X-Other=1")
	new_service traced CODEX_UPSTREAM_TOKEN=between-us "${traced[@]}"
	start_service traced cpp
	new_service gate CODEX_UPSTREAM_TOKEN=between-us "CPP_EXECUTOR_URL=$(url_of traced)" "${traced[@]}"
	start_gateway gate
	ask -H 'traceparent: 00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01' -H 'X-Request-Id: traced' \
		-H 'Content-Type: application/json' -d '{"language": "cpp", "code": "int main() {}"}' "$url/api/execute"
	assert_http 200
	# Its caller does not want this one.
	ask -H 'traceparent: 00-1af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-00' -H 'Content-Type: application/json' \
		-d '{"language": "cpp", "code": "int main() {}"}' "$url/api/execute"
	assert_http 200
	all_came() { [ "$(jq -s length "$spans" 2>/dev/null)" = 6 ]; }
	wait_until all_came
	kill "$collector"
	jq -es '(map({key: (.service + " " + .name), value: .}) | from_entries) as $s |
		all(.[]; .traceId == "0af7651916cd43dd8448eb211c80319c" and .authorization == "Basic abc") and
		$s["gate POST /api/execute"].parentSpanId == "b7ad6b7169203331" and
		$s["gate queue"].parentSpanId == $s["gate POST /api/execute"].spanId and
		$s["traced POST /execute"].parentSpanId == $s["gate POST /api/execute"].spanId and
		$s["traced POST /execute"]["codex.request_id"] == "traced" and
		$s["traced POST /execute"]["http.response.status_code"] == "200" and
		$s["traced compile"].parentSpanId == $s["traced POST /execute"].spanId and
		$s["traced run"].parentSpanId == $s["traced POST /execute"].spanId and $s["traced run"]["codex.status"] == "success" and
		$s["traced compile"].took + $s["traced run"].took <= $s["traced POST /execute"].took' "$spans"
}

@test "without a collector nobody waits, and what is dropped is counted" {
	new_service lonely OTEL_EXPORTER_OTLP_ENDPOINT=http://127.0.0.1:9
	start_service lonely python
	post /execute '{"code": "print(6 * 7)"}'
	assert_http 200
	dropped() { curl -s "$url/metrics" | grep -qx 'codex_spans_dropped_total 3'; }
	wait_until dropped
	grep -q 'spans are dropped: curl could not send them' "$service_log"
	stop_service lonely
	[ "$service_status" -eq 0 ]
	new_service wrong OTEL_EXPORTER_OTLP_ENDPOINT=collector:4318
	run run_service wrong python
	[ "$status" -eq 2 ]
	assert_contains "$output" "OTEL_EXPORTER_OTLP_ENDPOINT"
}

# ---- who may call ----

@test "the caller's token stays at the gateway, and the gateway's own goes to the instances" {
	new_service locked CODEX_TOKENS=for-callers CODEX_UPSTREAM_TOKEN=between-us CODEX_RATE=100000 \
		"PYTHON_EXECUTOR_URL=$(url_of shared-one)"
	start_gateway locked
	post /api/execute '{"language": "python", "code": "print(1)"}'
	assert_refused 401 unauthorized
	get /api/v2/runtimes
	assert_http 401
	get /api/microservices/health
	assert_http 200
	# The token between gateway and instance is none for callers.
	ask -H 'Authorization: Bearer between-us' -H 'Content-Type: application/json' -d '{"language": "python", "code": "1"}' "$url/api/execute"
	assert_refused 401 unauthorized
	ask -H 'Authorization: Bearer for-callers' -H 'Content-Type: application/json' -d '{"language": "python", "code": "print(6 * 7)"}' "$url/api/execute"
	assert_http 200
	assert_true '.output == "42\n"'
	# An instance that is given only that token took the request, so the caller's cannot have been sent.
	use_service shared-one
	ask -H 'Authorization: Bearer for-callers' -H 'Content-Type: application/json' -d '{"code": "1"}' "$url/execute"
	assert_refused 401 unauthorized
}

# ---- health and info ----

@test "health tells of every service and every instance" {
	get /api/microservices/health
	assert_http 200
	assert_field .status degraded
	assert_field '.services["python-executor"].status' healthy
	assert_true '.services["python-executor"].instances | length == 2 and all(.[]; .health.language == "python")'
	assert_field '.services["cpp-executor"].status' healthy
	assert_field '.services["rust-executor"].status' unavailable
	assert_field '.services["rust-executor"].instances[0].status' unreachable
	assert_field '.services["go-executor"].status' unconfigured
	assert_true '.services["nodejs-executor"].languages == ["javascript", "typescript"]'
	[[ $(<"$BATS_TEST_TMPDIR/stdout") != *127.0.0.1* ]]
}

@test "a service that never answers delays health by its deadline at most, and nothing else" {
	local silent
	silent=$(free_port)
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/silent.py" "$silent" 30 3>&- &
	local listener=$!
	new_service waiting "PYTHON_EXECUTOR_URL=$(url_of shared-one)" CODEX_UPSTREAM_TOKEN=between-us "GO_EXECUTOR_URL=http://127.0.0.1:$silent"
	start_gateway waiting
	start_clock
	get /api/microservices/health
	assert_within 3
	assert_http 200
	assert_field '.services["go-executor"].status' unavailable
	assert_field '.services["python-executor"].status' healthy
	(get /api/microservices/health) &
	start_clock
	get /health
	assert_http 200
	post /api/execute '{"language": "python", "code": "print(1)"}'
	assert_http 200
	assert_within 2
	wait "$!"
	kill "$listener"
}

@test "health is asked for once a second, however many want to know" {
	local before after i
	before=$(grep -c '"route":"/health"' "$service_root/shared-cpp.log")
	for i in {1..40}; do
		get /api/microservices/health
	done
	after=$(grep -c '"route":"/health"' "$service_root/shared-cpp.log")
	# Two workers watch, and forty questions take some seconds at most.
	[ $((after - before)) -le 20 ]
}

@test "without any service that works, health is 503 and says when to ask again" {
	new_service alone "PYTHON_EXECUTOR_URL=http://127.0.0.1:$(free_port)"
	start_gateway alone
	get /api/microservices/health
	assert_http 503
	assert_field .status unavailable
	[ -n "$(header Retry-After)" ]
	get /api/microservices/info/python
	assert_refused 503 unavailable
}

@test "info is an instance's" {
	get /api/microservices/info/python
	assert_http 200
	assert_true '.languages[0].name == "python" and (.limits | has("timeout"))'
	get /api/microservices/info/c%2B%2B
	assert_http 200
	assert_true '.languages[0].name == "cpp"'
}

@test "tricks in the path of info lead nowhere" {
	local path
	for path in .. %2e%2e ..%2f..%2fetc%2fpasswd python%2f..%2f..%2f..%2f..%2fetc python/health 'python?x=/../..' python%00 \
		python%0d%0aX:y '@python_executor_0' http:%2f%2f127.0.0.1 '' "$(printf 'a%.0s' {1..5000})" %ff %c0%ae%c0%ae; do
		ask --path-as-is "$url/api/microservices/info/$path"
		case $http_status in
		400 | 404 | 414) assert_refused "$http_status" invalid_request ;;
		200) [ "$path" = 'python?x=/../..' ] ;; # a query is none of the path
		*) fail "HTTP status $http_status for $path" ;;
		esac
	done
	get /api/microservices/info/python
	assert_http 200
}

@test "the gateway tells its own state" {
	get /health
	assert_http 200
	assert_field .status healthy
	get /info
	assert_http 200
	assert_true '.services["python-executor"].instances == 2 and (.services["cpp-executor"].languages | index("c++"))'
	post /api/execute '{"language": "python", "code": "print(1)"}'
	get /metrics
	assert_http 200
	grep -qE '^codex_gateway_routed_total\{service="python-executor"\} [1-9]' "$BATS_TEST_TMPDIR/stdout"
	grep -qE '^codex_http_requests_total\{route="/api/execute",status="200"\} [1-9]' "$BATS_TEST_TMPDIR/stdout"
}

@test "real answers are those of the document" {
	described GET /api/microservices/health
	described GET /api/microservices/info/python
	described GET /api/microservices/info/cobol
	described POST /api/execute '{"language": "python", "code": "print(6 * 7)", "id": "1"}'
	described POST /api/execute '{"language": "cobol", "code": "x"}'
	described POST /api/validate '{"language": "python", "code": "x = ("}'
	described GET /api/v2/runtimes
	described GET /api/v2/piston/runtimes
	described POST /api/v2/execute '{"language": "cpp", "version": "*", "files": [{"content": "int main() {}"}]}'
	described POST /api/v2/piston/execute '{"language": "python", "version": "9.x", "files": [{"content": "1"}]}'
}

# ---- instances that go away ----

# load_gateway SECONDS: from eight clients at once, in the background.
load_gateway() {
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/load.py" "$url/api/execute" 8 "$1" \
		'import time; time.sleep(0.05); print(%d)' python >"$BATS_TEST_TMPDIR/load" 3>&- &
	load=$!
}
assert_no_failure() {
	wait "$load"
	cp "$BATS_TEST_TMPDIR/load" "$BATS_TEST_TMPDIR/stdout"
	assert_true '.dropped == 0 and .wrong == 0 and (.answers | keys) == ["200"] and .answers["200"] > 20'
}

two_instances() {
	new_service one CODEX_UPSTREAM_TOKEN=between-us
	start_service one python
	new_service two CODEX_UPSTREAM_TOKEN=between-us
	start_service two python
	new_service gate CODEX_UPSTREAM_TOKEN=between-us CODEX_RATE=100000 "PYTHON_EXECUTOR_URL=$(url_of one),$(url_of two)"
	start_gateway gate
}

@test "sixteen times more clients than slots, through the gateway: 200, or 503 and when to come back" {
	local slots
	slots=$(curl -s "$url/api/microservices/health" | jq '[.services["python-executor"].instances[].health.slots.total] | add')
	/usr/bin/python3 "$BATS_TEST_DIRNAME/../service/load.py" "$url/api/execute" $((16 * slots)) 4 'print(%d)' python >"$BATS_TEST_TMPDIR/stdout"
	assert_true '.dropped == 0 and .wrong == 0 and .without_retry_after == 0'
	assert_true '(.answers | keys) - ["200", "503"] == []'
	assert_true '.answers["200"] > 10'
	assert_true '(.health.answers | keys) == ["200"]'
}

@test "one of two instances is killed under load, and no request fails" {
	two_instances
	load_gateway 5
	sleep 1.5
	kill_instance one
	assert_no_failure
	wait_until service_is python-executor degraded
}

@test "an instance that stops in good order under load loses no request, and is used again when it is back" {
	two_instances
	load_gateway 8
	sleep 1
	stop_service one
	sleep 1
	start_service one python
	use_service gate
	assert_no_failure
	wait_until service_is python-executor healthy
}

@test "an instance whose program dies behind its nginx loses no request" {
	two_instances
	load_gateway 5
	sleep 1
	kill -KILL "$(master_of one)"
	sleep 1
	kill -KILL "$(master_of one)"
	assert_no_failure
}

@test "a gateway that loads anew, or whose worker is killed, goes on" {
	new_service gate CODEX_UPSTREAM_TOKEN=between-us CODEX_RATE=100000 "PYTHON_EXECUTOR_URL=$(url_of shared-one),$(url_of shared-two)"
	start_gateway gate
	load_gateway 6
	sleep 1
	kill -HUP "$(pid_of gate)"
	sleep 2
	kill -HUP "$(pid_of gate)"
	assert_no_failure
	kill -KILL "$(pgrep -P "$(pgrep -P "$(pid_of gate)" codex-gateway)" codex-gateway | head -n 1)"
	wait_until is_healthy
	post /api/execute '{"language": "python", "code": "print(6 * 7)"}'
	assert_http 200
}

@test "a client that goes away takes its run along, through the gateway" {
	new_marker
	curl -s -m 1 -o /dev/null -H 'Content-Type: application/json' "$url/api/execute" \
		-d "$(jq -cn --arg code "import time; time.sleep(50) # $marker" '{$code, language: "python", args: [$ARGS.positional[0]]}' --args "$marker")" || true
	use_service shared-one
	start_clock
	wait_until no_slot_is_busy
	use_service shared-two
	wait_until no_slot_is_busy
	assert_within 5
	assert_no_process "$marker"
}

@test "a name whose address changes is followed" {
	[ "$(id -u)" -eq 0 ] && [ "$CODEX_HOST" = root ] && unshare -m true 2>/dev/null || skip "needs a file of hosts of its own"
	local hosts=$BATS_TEST_TMPDIR/hosts
	echo "127.0.0.9 python.test" >"$hosts"
	new_service names CODEX_UPSTREAM_TOKEN=between-us CODEX_RESOLVE_SECONDS=1 "PYTHON_EXECUTOR_URL=http://python.test:$(port_of_service shared-one)"
	# shellcheck disable=SC2016 # expanded by the inner shell
	gateway_inside=(unshare -m sh -c 'mount --bind "$1" /etc/hosts && shift && exec "$@"' sh "$hosts")
	start_gateway names
	post /api/execute '{"language": "python", "code": "print(6 * 7)"}'
	assert_refused 503 unavailable
	echo "127.0.0.1 python.test" >"$hosts"
	is_answered() {
		post /api/execute '{"language": "python", "code": "print(6 * 7)"}'
		[ "$http_status" = 200 ]
	}
	wait_until is_answered
	# A name that is lost for the moment keeps its addresses.
	: >"$hosts"
	sleep 2.5
	is_answered
}

@test "instances over https are checked, and have the name of their certificate" {
	local dir=$service_root/tls name=python.test backend
	mkdir -p "$dir"
	openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj "/CN=127.0.0.1" -addext "subjectAltName=IP:127.0.0.1,DNS:localhost" \
		-keyout "$dir/key.pem" -out "$dir/cert.pem" 2>/dev/null
	chmod -R a+rX "$dir"
	chmod a+r "$dir/key.pem"
	backend=$(free_port)
	cat >"$dir/nginx.conf" <<-END
		daemon off; master_process off; pid $dir/pid; error_log stderr;
		events {}
		http {
			access_log off;
			client_body_temp_path $dir/body; proxy_temp_path $dir/proxy; fastcgi_temp_path $dir/f; uwsgi_temp_path $dir/u; scgi_temp_path $dir/s;
			server {
				listen 127.0.0.1:$backend ssl;
				ssl_certificate $dir/cert.pem;
				ssl_certificate_key $dir/key.pem;
				location /base/ { proxy_pass $(url_of shared-one)/; }
			}
		}
	END
	nginx -p "$dir" -c "$dir/nginx.conf" -e stderr 2>"$dir/log" 3>&- &
	local tls=$!
	new_service trusting CODEX_UPSTREAM_TOKEN=between-us "CODEX_UPSTREAM_CA=$dir/cert.pem" "PYTHON_EXECUTOR_URL=https://localhost:$backend/base"
	start_gateway trusting
	wait_until service_is python-executor healthy
	post /api/execute '{"language": "python", "code": "print(6 * 7)"}'
	assert_http 200
	assert_true '.output == "42\n"'
	post /api/v2/execute '{"language": "python", "version": "*", "files": [{"content": "print(6 * 7)"}]}'
	assert_http 200
	new_service doubting CODEX_UPSTREAM_TOKEN=between-us "PYTHON_EXECUTOR_URL=https://localhost:$backend/base"
	start_gateway doubting
	post /api/execute '{"language": "python", "code": "print(6 * 7)"}'
	assert_refused 503 unavailable
	kill "$tls"
}

@test "a variable that is wrong is named at start" {
	new_service wrong "PYTHON_EXECUTOR_URL=127.0.0.1:8001"
	run run_gateway wrong
	[ "$status" -ne 0 ]
	assert_contains "$output" PYTHON_EXECUTOR_URL
}
