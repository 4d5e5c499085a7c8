/* What the tests of cx_request_parse() share. */
#ifndef CX_TESTS_REQUEST_H
#define CX_TESTS_REQUEST_H

#include "codex/codec.h"

#include "check.h"

static struct cx_error err;

/* The caller releases the request. */
static inline int parse(const char *json, size_t len, struct cx_request *req)
{
	err = (struct cx_error){ 0 };
	memset(req, 0x55, sizeof(*req));
	return cx_request_parse(json, len, &cx_limit_bounds_builtin, req, &err);
}

#define cleanup_request __attribute__((cleanup(cx_request_done)))

/* Nothing but `id` is left after a failure. */
static inline bool is_empty(const struct cx_request *req)
{
	struct cx_request empty = { .cancel_fd = -1, .id = req->id };
	return !memcmp(req, &empty, sizeof(empty));
}

#endif
