/* POST /validate */
#include "codex/validate.h"

#include <stdio.h>

#include "codex/codec.h"
#include "executor.h"

static int validate(const struct site_exchange *exchange, const struct cx_request *req,
		    struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	struct metrics *metrics = executor->base->metrics;
	struct cx_validation val = { 0 };
	ret->language = request_language(executor, req->language);
	if (cx_validate(executor->ctx, req, &val, err) < 0)
		return -1;
	ret->verdict = val.is_valid ? "valid" : "not valid";
	metrics_add(metrics, "codex_validations_total", ret->language, val.is_valid ? "true" : "false", 1);
	metrics_observe(metrics, "codex_validation_duration_seconds", ret->language, NULL, val.wall_us);
	int done = cx_validation_format(req, &val, &ret->body, err);
	cx_validation_done(&val);
	return done;
}

int validate_handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	struct cx_request req;
	int done = request_decode(exchange, &req, err);
	if (done == 0)
		done = validate(exchange, &req, ret, err);
	if (done < 0 && req.id)
		snprintf(ret->failure_id, sizeof(ret->failure_id), "%s", req.id);
	cx_request_done(&req);
	return done;
}
