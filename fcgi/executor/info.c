/* GET /info */
#include "codex/codec.h"
#include "executor.h"

int info_handle(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	return cx_info_format(executor->ctx, &ret->body, err);
}
