/* POST /execute */
#include "codex/execute.h"

#include <stdlib.h>
#include <string.h>

#include "codex/codec.h"
#include "executor.h"

static bool is_served(const struct executor *executor, const char *name)
{
	return cx_languages_find(cx_context_languages(executor->ctx), name) != NULL;
}

int request_decode(const struct site_exchange *exchange, struct cx_request *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	const struct http_request *req = exchange->request;
	if (cx_request_parse(req->body.data ? req->body.data : "", req->body.len,
			     cx_context_bounds(executor->ctx), ret, err) < 0)
		return -1;
	ret->cancel_fd = req->gone_fd;
	if (!executor->serves.len)
		return 0;
	if (!ret->language && !(ret->language = strdup(executor->serves.items[0])))
		return cx_fail_oom(err);
	if (!is_served(executor, ret->language))
		return cx_fail_field(
			err, "language", "\"%.60s\" is not served here; this is the service for %s%s%s",
			ret->language, executor->serves.items[0], executor->serves.len > 1 ? " and " : "",
			executor->serves.len > 1 ? executor->serves.items[1] : "");
	return 0;
}

/* The result's own name for it may go; the registry's stays. */
static const char *lasting_name(const struct executor *executor, const char *name)
{
	const struct cx_language *lang =
		name ? cx_languages_find(cx_context_languages(executor->ctx), name) : NULL;
	return lang ? cx_language_name(lang) : NULL;
}

static void count(const struct executor *executor, const struct cx_result *res, const char *language)
{
	struct metrics *metrics = executor->base->metrics;
	metrics_add(metrics, "codex_verdicts_total", language, cx_status_name(res->status), 1);
	if (res->limit.limit != CX_LIMIT_NONE)
		metrics_add(metrics, "codex_limits_total", cx_limit_name(res->limit.limit), NULL, 1);
	if (res->compile.ran)
		metrics_observe(metrics, "codex_compile_duration_seconds", language, NULL,
				res->compile.wall_us);
	if (res->status != CX_COMPILE_ERROR)
		metrics_observe(metrics, "codex_run_duration_seconds", language, NULL, res->wall_us);
}

static int execute(const struct site_exchange *exchange, const struct cx_request *req,
		   struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	struct cx_result res = { 0 };
	ret->language = lasting_name(executor, req->language);
	if (cx_execute(executor->ctx, req, &res, err) < 0)
		return -1;
	ret->verdict = cx_status_name(res.status);
	count(executor, &res, ret->language);
	int done = cx_result_format(req, &res, &ret->body, err);
	cx_result_done(&res);
	return done;
}

int execute_handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	struct cx_request req;
	int done = request_decode(exchange, &req, err);
	if (done == 0)
		done = execute(exchange, &req, ret, err);
	cx_request_done(&req);
	return done;
}
