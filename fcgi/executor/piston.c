/* Piston's API: GET /api/v2/runtimes, POST /api/v2/execute. */
#include "codex/piston.h"

#include <stdlib.h>

#include "executor.h"

int piston_runtimes_handle(const struct site_exchange *exchange, struct http_answer *ret,
			   struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	return cx_piston_runtimes_format(executor->ctx, &ret->body, err);
}

static int run(const struct site_exchange *exchange, const struct cx_request *req, struct http_answer *ret,
	       struct cx_error *err)
{
	struct cx_result res = { 0 };
	if (execute_run(exchange, req, &res, ret, err) < 0)
		return -1;
	int done = cx_piston_result_format(req, &res, &ret->body, err);
	cx_result_done(&res);
	return done;
}

int piston_execute_handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	const struct http_request *http = exchange->request;
	struct cx_request req;
	char *version = NULL;
	int done = cx_piston_parse(http->body.data ? http->body.data : "", http->body.len,
				   cx_context_bounds(executor->ctx), &req, &version, err);
	req.cancel_fd = http->gone_fd;
	if (done == 0)
		done = cx_piston_choose(executor->ctx, &req, version, err);
	if (done == 0)
		done = run(exchange, &req, ret, err);
	free(version);
	cx_request_done(&req);
	return done;
}
