/* codex-fcgi: the routes of an instance, and what its master prepares. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "codex/environment.h"
#include "executor.h"
#include "frame/control.h"
#include "frame/log.h"

static const struct site_route routes[] = {
	{ "POST", "/execute", SITE_CALLER, execute_handle },
	{ "POST", "/validate", SITE_CALLER, validate_handle },
	{ "GET", "/api/v2/runtimes", SITE_CALLER, piston_runtimes_handle },
	{ "GET", "/api/v2/piston/runtimes", SITE_CALLER, piston_runtimes_handle },
	{ "POST", "/api/v2/execute", SITE_CALLER, piston_execute_handle },
	{ "POST", "/api/v2/piston/execute", SITE_CALLER, piston_execute_handle },
	{ "GET", "/health", SITE_OPEN, health_handle },
	{ "GET", "/info", SITE_WATCHER, info_handle },
	{ "GET", "/metrics", SITE_WATCHER, control_metrics },
	{ 0 },
};

static const struct metric metrics[] = {
	SITE_METRICS,
	{ "codex_verdicts_total",
	  METRIC_COUNTER,
	  "Answers by language and verdict.",
	  { "language", "status" } },
	{ "codex_validations_total",
	  METRIC_COUNTER,
	  "Validations by language and result.",
	  { "language", "valid" } },
	{ "codex_validation_duration_seconds", METRIC_SECONDS, "Time of validations.", { "language", NULL } },
	{ "codex_limits_total",
	  METRIC_COUNTER,
	  "Runs that were ended or marred by a limit.",
	  { "limit", NULL } },
	{ "codex_starts_total",
	  METRIC_COUNTER,
	  "Runs by how their program was started: warm, in a parked sandbox, or cold.",
	  { "language", "start" } },
	{ "codex_not_warm_total",
	  METRIC_COUNTER,
	  "Runs that did not start warm, by what kept them from it.",
	  { "language", "reason" } },
	{ "codex_compilations_total",
	  METRIC_COUNTER,
	  "Compilations by what did them: a compiler that stays (warm), one for the run (cold), or nothing "
	  "(cached).",
	  { "language", "start" } },
	{ "codex_run_duration_seconds", METRIC_SECONDS, "Wall time of runs.", { "language", NULL } },
	{ "codex_compile_duration_seconds",
	  METRIC_SECONDS,
	  "Wall time of compilations.",
	  { "language", NULL } },
	{ 0 },
};

static struct variables {
	const char *
		serves; /* CODEX_SERVES: languages, the first is the default; NULL: all, and none is the default */
} variables;

static const struct config_variable variable_rows[] = {
	{ "CODEX_SERVES", offsetof(struct variables, serves) },
};

/* ---- loading ---- */

static int split_names(const char *list, struct cx_strings *ret, struct cx_error *err)
{
	static const char separators[] = ", \t\n";
	for (const char *at = list + strspn(list, separators); *at;) {
		size_t len = strcspn(at, separators);
		char **items = realloc(ret->items, (ret->len + 2) * sizeof(*items));
		if (!items)
			return cx_fail_oom(err);
		ret->items = items;
		items[ret->len] = strndup(at, len);
		if (!items[ret->len])
			return cx_fail_oom(err);
		items[++ret->len] = NULL;
		at += len + strspn(at + len, separators);
	}
	return 0;
}

/* Names instead of aliases, once it is known which languages there are. */
static int make_canonical(struct executor *executor, struct cx_error *err)
{
	const struct cx_languages *languages = cx_context_languages(executor->ctx);
	if (cx_languages_count(languages) > EXECUTOR_LANGUAGES)
		return cx_fail(err, CX_EINPUT, "more than %d languages: name some in CODEX_SERVES",
			       EXECUTOR_LANGUAGES);
	for (size_t i = 0; i < executor->serves.len; i++) {
		const struct cx_language *lang = cx_languages_find(languages, executor->serves.items[i]);
		char *name = strdup(cx_language_name(lang));
		if (!name)
			return cx_fail_oom(err);
		free(executor->serves.items[i]);
		executor->serves.items[i] = name;
	}
	return 0;
}

static int open_executor(struct executor *executor, struct cx_error *err)
{
	if (split_names(variables.serves ? variables.serves : "", &executor->serves, err) < 0 ||
	    cx_context_open(&executor->ctx, err) < 0)
		return -1;
	if (cx_context_serve(executor->ctx, executor->base->service, &executor->serves, err) < 0)
		return cx_fail_wrap(err, "CODEX_SERVES");
	if (make_canonical(executor, err) < 0)
		return -1;
	executor->slots = cx_context_slots(executor->ctx);
	cx_context_begin_rest(executor->ctx, executor->serves.len ? executor->serves.items[0] : NULL,
			      executor->slots);
	executor->facts = board_share(sizeof(*executor->facts), err);
	return executor->facts ? 0 : -1;
}

static void close_executor(struct executor *executor)
{
	preparer_stop(executor);
	cx_context_free(executor->ctx);
	cx_strings_done(&executor->serves);
	if (executor->facts)
		munmap(executor->facts, sizeof(*executor->facts));
	free(executor);
}

static void unload(struct server_setup *setup)
{
	close_executor(setup->app);
}

/* The longest that a request may take: compile stages of every language are well below. */
static uint64_t longest_us(const struct cx_limit_bounds *bounds)
{
	const uint64_t second = 1000000, tests = EXECUTOR_TESTS_SECONDS * second, compile = 60 * second;
	return (bounds->max.wall_us > tests ? bounds->max.wall_us : tests) + compile;
}

static int load(const struct server_base *base, struct server_setup *ret, struct cx_error *err)
{
	struct executor *executor = calloc(1, sizeof(*executor));
	if (!executor)
		return cx_fail_oom(err);
	executor->base = base;
	if (open_executor(executor, err) < 0) {
		close_executor(executor);
		return -1;
	}
	*ret = (struct server_setup){
		.app = executor,
		.state_dir = cx_context_state_dir(executor->ctx),
		.pools = { { .name = "run", .workers = executor->slots },
			   { .name = "control", .workers = 1, .watches = true } },
		.pools_len = 2,
		.longest_us = longest_us(cx_context_bounds(executor->ctx)),
	};
	ret->queue_us = cx_context_queue_us(executor->ctx);
	return 0;
}

/* ---- finding out what works ---- */

static void look_at_language(struct executor *executor, const struct cx_language *lang)
{
	struct executor_facts *facts = executor->facts;
	struct executor_language *row = &facts->languages[facts->languages_len];
	struct cx_error err = { 0 };
	char *version = NULL;
	snprintf(row->name, sizeof(row->name), "%s", cx_language_name(lang));
	if (cx_context_version(executor->ctx, lang, &version, &err) == 0)
		snprintf(row->version, sizeof(row->version), "%s", version);
	else
		snprintf(row->reason, sizeof(row->reason), "%s", err.msg);
	free(version);
	if (row->reason[0])
		log_line(LOG_LEVEL_WARNING, "%s cannot run here: %s", row->name, row->reason);
	atomic_fetch_add(&facts->languages_len, 1);
}

/* What this host grants, once, for who reads the log of a service that was started anywhere. */
static void tell_walls(const struct cx_caps *caps)
{
	char on[160] = "";
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		const struct cx_layer_status *layer = &caps->layer[i];
		const char *name = cx_layer_name((enum cx_layer)i);
		size_t len = strlen(on);
		if (layer->state != CX_LAYER_ON)
			log_line(LOG_LEVEL_INFO, "wall %s is off (%s): %s", name,
				 cx_layer_state_name(layer->state), layer->why);
		else if (layer->version)
			snprintf(on + len, sizeof(on) - len, " %s (%d)", name, layer->version);
		else
			snprintf(on + len, sizeof(on) - len, " %s", name);
	}
	log_line(LOG_LEVEL_INFO, "walls that hold:%s", on);
}

static void prepare(struct server_setup *setup)
{
	struct executor *executor = setup->app;
	const struct cx_languages *languages = cx_context_languages(executor->ctx);
	struct cx_error unmet;
	tell_walls(cx_context_probe(executor->ctx));
	log_line(LOG_LEVEL_INFO, "%u slots: so many runs at once", executor->slots);
	if (cx_floor_check(cx_context_floor(executor->ctx), cx_context_probe(executor->ctx), &unmet) < 0) {
		snprintf(executor->facts->floor, sizeof(executor->facts->floor), "%s", unmet.msg);
		log_line(LOG_LEVEL_ERROR, "nothing can run here: %s", unmet.msg);
	}
	for (size_t i = 0; i < executor->serves.len; i++)
		look_at_language(executor, cx_languages_find(languages, executor->serves.items[i]));
	for (size_t i = 0; i < cx_languages_count(languages) && !executor->serves.len; i++)
		look_at_language(executor, cx_languages_at(languages, i));
	preparer_start(executor);
}

/* ---- between two requests ---- */

static uint64_t rest(void *app, unsigned *ret_parked)
{
	struct executor *executor = app;
	uint64_t us = cx_context_rest(executor->ctx);
	*ret_parked = cx_context_is_parked(executor->ctx);
	return us;
}

static const char usage[] = "A service that runs programs in a sandbox, over FastCGI, for nginx. It is "
			    "configured by variables of its\n"
			    "environment (man codex-fcgi); scripts/serve-one starts it together with nginx.\n"
			    "\n"
			    "  POST /execute   POST /validate   GET /health   GET /info   GET /metrics\n";

int main(int argc, char **argv)
{
	static const struct server_program program = {
		.name = "codex-fcgi",
		.usage = usage,
		.routes = routes,
		.metrics = metrics,
		.readers = CX_ENV_LIBRARY | CX_ENV_INSTANCE,
		.variables = { variable_rows, sizeof(variable_rows) / sizeof(variable_rows[0]), &variables },
		.load = load,
		.unload = unload,
		.prepare = prepare,
		.rest = rest,
	};
	return server_main(&program, argc, argv);
}
