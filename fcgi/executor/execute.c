/* POST /execute */
#include "codex/execute.h"

#include <stdio.h>

#include "codex/codec.h"
#include "executor.h"

static void count(const struct executor *executor, const struct cx_result *res, const char *language)
{
	struct metrics *metrics = executor->base->metrics;
	metrics_add(metrics, "codex_verdicts_total", language, cx_status_name(res->status), 1);
	if (res->limit.limit != CX_LIMIT_NONE)
		metrics_add(metrics, "codex_limits_total", cx_limit_name(res->limit.limit), NULL, 1);
	if (res->compile.ran) {
		metrics_observe(metrics, "codex_compile_duration_seconds", language, NULL,
				res->compile.wall_us);
		metrics_add(metrics, "codex_compilations_total", language,
			    res->compile.cached ? "cached"
			    : res->compile.warm ? "warm"
						: "cold",
			    1);
	}
	metrics_add(metrics, "codex_starts_total", language, cx_start_name(res->start), 1);
	if (res->start != CX_START_WARM && res->cold_why)
		metrics_add(metrics, "codex_not_warm_total", language, res->cold_why, 1);
	if (res->status != CX_COMPILE_ERROR)
		metrics_observe(metrics, "codex_run_duration_seconds", language, NULL, res->wall_us);
}

/* What its time went to. The run ended just now, and the compilation before it began. */
static void record(const struct site_exchange *exchange, const struct cx_result *res, const char *language)
{
	const struct trace_context *context = &exchange->request->context;
	struct cx_span run = { .name = "run" }, compile = { .name = "compile" };
	uint64_t end_us = trace_now_us();
	if (!context->recorded)
		return;
	if (res->status != CX_COMPILE_ERROR) {
		snprintf(run.language, sizeof(run.language), "%s", language ? language : "");
		snprintf(run.status, sizeof(run.status), "%s", cx_status_name(res->status));
		trace_record(exchange->site->traces, context, &run, end_us, res->wall_us);
		end_us -= res->wall_us;
	}
	if (res->compile.ran) {
		snprintf(compile.language, sizeof(compile.language), "%s", language ? language : "");
		snprintf(compile.status, sizeof(compile.status), "%s", res->compile.cached ? "cached" : "");
		trace_record(exchange->site->traces, context, &compile, end_us, res->compile.wall_us);
	}
}

int execute_run(const struct site_exchange *exchange, const struct cx_request *req, struct cx_result *res,
		struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	ret->language = request_language(executor, req->language);
	if (cx_execute(executor->ctx, req, res, err) < 0)
		return -1;
	ret->verdict = cx_status_name(res->status);
	count(executor, res, ret->language);
	record(exchange, res, ret->language);
	return 0;
}

static int execute(const struct site_exchange *exchange, const struct cx_request *req,
		   struct http_answer *ret, struct cx_error *err)
{
	struct cx_result res = { 0 };
	if (execute_run(exchange, req, &res, ret, err) < 0)
		return -1;
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
	if (done < 0 && req.id)
		snprintf(ret->failure_id, sizeof(ret->failure_id), "%s", req.id);
	cx_request_done(&req);
	return done;
}
