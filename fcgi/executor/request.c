/* What /execute and /validate have in common: a request, for a language that this instance serves. */
#include <string.h>

#include "codex/codec.h"
#include "executor.h"

static bool is_served(const struct executor *executor, const char *name)
{
	return cx_languages_find(cx_context_languages(executor->ctx), name) != NULL;
}

/* nginx does not wait for an answer for ever; the limit is told before anything runs. */
static int check_tests(const struct cx_request *req, struct cx_error *err)
{
	const uint64_t second = 1000000;
	uint64_t sum = cx_request_tests_wall_us(req);
	if (sum <= EXECUTOR_TESTS_SECONDS * second)
		return 0;
	return cx_fail_field(err, "tests", "their timeouts add up to %.3f seconds, over the maximum of %d",
			     (double)sum / (double)second, EXECUTOR_TESTS_SECONDS);
}

int request_decode(const struct site_exchange *exchange, struct cx_request *ret, struct cx_error *err)
{
	const struct executor *executor = exchange->app;
	const struct http_request *req = exchange->request;
	if (cx_request_parse(req->body.data ? req->body.data : "", req->body.len,
			     cx_context_bounds(executor->ctx), ret, err) < 0)
		return -1;
	ret->cancel_fd = req->gone_fd;
	if (check_tests(ret, err) < 0)
		return -1;
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
