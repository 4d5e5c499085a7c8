/* What /execute and /validate have in common: a request, for a language that this instance serves. */
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

const char *request_language(const struct executor *executor, const char *name)
{
	const struct cx_language *lang =
		name ? cx_languages_find(cx_context_languages(executor->ctx), name) : NULL;
	return lang ? cx_language_name(lang) : NULL;
}
