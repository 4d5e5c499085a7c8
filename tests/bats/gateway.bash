# Gateways of the tests, and the instances behind them. Services are those of service.bash.
# shellcheck shell=bash
# shellcheck disable=SC2154 # from helpers.bash and service.bash

# url_of NAME: of an instance that new_service has made.
url_of() { echo "http://127.0.0.1:$(port_of_service "$1")"; }

# run_gateway NAME: in the foreground.
run_gateway() {
	local variables
	mapfile -t variables < <(grep . "$service_root/$1.env" || true)
	host_env=("CODEX_SERVE_DIR=$service_root/$1" "CODEX_HTTP_PORT=$(port_of_service "$1")" "CODEX_SERVICE=$1" "${variables[@]}")
	on_host ${gateway_inside:+"${gateway_inside[@]}"} "$CODEX_PREFIX/share/codex-run/scripts/serve-gateway"
}

# start_gateway NAME: made by new_service before, with the URLs as variables.
start_gateway() {
	rm -f "$service_root/$1.status"
	{
		local status=0
		run_gateway "$1" >>"$service_root/$1.log" 2>&1 || status=$?
		echo "$status" >"$service_root/$1.status"
	} 3>&- &
	disown
	use_service "$1"
	wait_until is_healthy || {
		tail -n 20 "$service_root/$1.log" >&2
		return 1
	}
}

# Kill an instance as a whole, as a machine does that goes down.
kill_instance() {
	local nginx
	nginx=$(nginx_of "$1")
	kill -KILL "$(pid_of "$1")" "$(master_of "$1")" "$nginx" "$(pgrep -P "$nginx" nginx)"
}

# What the gateway says of one service.
service_is() { [ "$(curl -s -m 5 "$url/api/microservices/health" | jq -r ".services[\"$1\"].status")" = "$2" ]; }
