/* codex-gateway: the routes in front of the services, and what nginx has to know of these. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "codex/environment.h"
#include "codex/limits.h"
#include "frame/control.h"
#include "gateway.h"
#include "upstreams.h"

static const struct site_route routes[] = {
	{ "POST", "/api/execute", SITE_CALLER, gateway_route },
	{ "POST", "/api/validate", SITE_CALLER, gateway_route },
	{ "GET", "/api/microservices/health", SITE_OPEN, gateway_services_health },
	{ "GET", "/api/microservices/info/*", SITE_LOCAL, gateway_service_info },
	{ "GET", "/api/v2/runtimes", SITE_CALLER, gateway_runtimes },
	{ "GET", "/api/v2/piston/runtimes", SITE_CALLER, gateway_runtimes },
	{ "POST", "/api/v2/execute", SITE_CALLER, gateway_route },
	{ "POST", "/api/v2/piston/execute", SITE_CALLER, gateway_route },
	{ "GET", "/health", SITE_OPEN, gateway_health },
	{ "GET", "/info", SITE_WATCHER, gateway_info },
	{ "GET", "/metrics", SITE_WATCHER, control_metrics },
	{ 0 },
};

static const struct metric metrics[] = {
	SITE_METRICS,
	{ "codex_gateway_routed_total",
	  METRIC_COUNTER,
	  "Requests by the service that they were sent to.",
	  { "service", NULL } },
	{ 0 },
};

static struct variables {
	uint64_t workers;	/* CODEX_GATEWAY_WORKERS */
	uint64_t queue_seconds; /* CODEX_QUEUE_SECONDS: of the instances */
} variables;

static const struct config_variable variable_rows[] = {
	{ "CODEX_GATEWAY_WORKERS", offsetof(struct variables, workers) },
	{ "CODEX_QUEUE_SECONDS", offsetof(struct variables, queue_seconds) },
};

enum {
	WATCHERS = 2, /* one may be waiting for a service that does not answer */
};

/* ---- loading ---- */

/* As the library has it: /run/codex-run, or below XDG_RUNTIME_DIR, or where CODEX_STATE_DIR says. */
static int find_state_dir(struct gateway *gateway, struct cx_error *err)
{
	if (gateway->base->config->socket_dir)
		return 0;
	const char *given = cx_env_text("CODEX_STATE_DIR"), *runtime = cx_env_text("XDG_RUNTIME_DIR");
	char *dir = gateway->state_dir;
	size_t size = sizeof(gateway->state_dir);
	if (given)
		snprintf(dir, size, "%s", given);
	else if (geteuid() == 0)
		snprintf(dir, size, "/run/codex-run");
	else if (runtime)
		snprintf(dir, size, "%s/codex-run", runtime);
	else
		snprintf(dir, size, "/tmp/codex-run-%u", (unsigned)geteuid());
	mkdir(dir, 0700);
	size_t len = strlen(dir);
	snprintf(dir + len, size - len, "/gateway");
	mkdir(dir, 0700);
	if (access(dir, W_OK | X_OK) < 0)
		return cx_fail_errno(err, CX_EINPUT, "%s: set CODEX_STATE_DIR to a directory of ours", dir);
	return 0;
}

static void close_gateway(struct gateway *gateway)
{
	services_done(&gateway->services);
	cx_bytes_done(&gateway->health.body);
	cx_bytes_done(&gateway->runtimes.body);
	free(gateway);
}

static void unload(struct server_setup *setup)
{
	close_gateway(setup->app);
}

/* Of a request that is carried: all that an instance may take, which waits and compiles and runs. */
static int longest_us(uint64_t *ret, struct cx_error *err)
{
	const uint64_t second = 1000000, tests = 300 * second, compile = 60 * second, patience = 10 * second;
	struct cx_limit_bounds bounds;
	if (cx_limit_bounds_from_env(&bounds, err) < 0)
		return -1;
	*ret = (bounds.max.wall_us > tests ? bounds.max.wall_us : tests) + compile + patience;
	*ret += variables.queue_seconds * second;
	return 0;
}

static int load(const struct server_base *base, struct server_setup *ret, struct cx_error *err)
{
	struct gateway *gateway = calloc(1, sizeof(*gateway));
	if (!gateway)
		return cx_fail_oom(err);
	gateway->base = base;
	gateway->workers = (unsigned)variables.workers;
	gateway->upstream_token = base->upstream_token;
	uint64_t longest = 0;
	if (services_read(&gateway->services, err) < 0 || find_state_dir(gateway, err) < 0 ||
	    longest_us(&longest, err) < 0) {
		close_gateway(gateway);
		return -1;
	}
	*ret = (struct server_setup){
		.app = gateway,
		.state_dir = gateway->state_dir,
		.pools = { { .name = "run", .workers = gateway->workers },
			   { .name = "watch", .workers = WATCHERS, .watches = true },
			   { .name = "control", .workers = 1, .watches = true } },
		.pools_len = 3,
		.longest_us = longest,
	};
	return 0;
}

/* ---- what nginx has to know ---- */

enum { EXIT_USAGE = 2, EXIT_TRY_AGAIN = 75 };

static int refuse(const struct cx_error *err)
{
	fprintf(stderr, "codex-gateway: %s\n", err->msg);
	return EXIT_USAGE;
}

static int print_locations(void)
{
	struct services services;
	struct cx_error err;
	if (services_read(&services, &err) < 0)
		return refuse(&err);
	upstreams_print_locations(&services, stdout);
	services_done(&services);
	return 0;
}

static int print_upstreams(void)
{
	struct services services;
	struct cx_error err;
	if (services_read(&services, &err) < 0)
		return refuse(&err);
	unsigned missing = upstreams_print_servers(&services, stdout, stderr);
	services_done(&services);
	return missing ? EXIT_TRY_AGAIN : 0;
}

static const struct server_option options[] = {
	{ "--upstreams",
	  "print nginx's upstream blocks, with the addresses that the names have now (75: one has none)",
	  print_upstreams },
	{ "--locations", "print nginx's named locations", print_locations },
	{ 0 },
};

static const char usage[] =
	"In front of the services of all languages, over FastCGI, for nginx. It is configured by variables "
	"of its\n"
	"environment (man codex-gateway); PYTHON_EXECUTOR_URL, JAVASCRIPT_EXECUTOR_URL, JAVA_EXECUTOR_URL,\n"
	"CPP_EXECUTOR_URL, GO_EXECUTOR_URL and RUST_EXECUTOR_URL say where the instances are: one or more "
	"URLs each.\n"
	"\n"
	"  POST /api/execute   POST /api/validate   GET /api/microservices/health\n"
	"  GET /api/microservices/info/{language}   GET /api/v2/runtimes   POST /api/v2/execute\n";

int main(int argc, char **argv)
{
	static const struct server_program program = {
		.name = "codex-gateway",
		.usage = usage,
		.options = options,
		.routes = routes,
		.metrics = metrics,
		.readers = CX_ENV_GATEWAY,
		.variables = { variable_rows, sizeof(variable_rows) / sizeof(variable_rows[0]), &variables },
		.load = load,
		.unload = unload,
		.sends_upstream_token = true,
	};
	return server_main(&program, argc, argv);
}
