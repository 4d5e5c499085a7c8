/* What a service says beside its answers, as JSON: refusals, its health, lines of its log. */
#ifndef CODEX_SERVICE_H
#define CODEX_SERVICE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

#pragma GCC visibility push(default)

/* {status, error, field?, id?, requestId}; what is NULL or "" is left out. */
struct cx_failure {
	const char *status; /* "invalid_request", "unauthorized", "busy" … */
	const char *error;
	const char *field;
	const char *id; /* the request's own, echoed */
	const char *request_id;
};

int cx_failure_format(const struct cx_failure *failure, struct cx_bytes *ret_json, struct cx_error *err);

struct cx_health_language {
	const char *name;
	const char *version; /* NULL: unknown */
	const char *reason;  /* NULL: it can run here */
};

struct cx_health {
	const char *status; /* "healthy", "starting", "draining", "unavailable" */
	const char *reason; /* NULL: healthy */
	const char *service;
	const struct cx_health_language *languages; /* the first is the service's own */
	size_t languages_len;
	uint64_t slots;
	uint64_t slots_busy;
	uint64_t uptime_us;
};

int cx_health_format(const struct cx_health *health, struct cx_bytes *ret_json, struct cx_error *err);

/* A flat object of texts and numbers, in their order; a text that is NULL is left out. */
enum cx_log_kind { CX_LOG_TEXT, CX_LOG_COUNT, CX_LOG_SECONDS };

struct cx_log_field {
	const char *name;
	enum cx_log_kind kind;
	const char *text;
	uint64_t number; /* a count, or µs */
};

int cx_log_format(const struct cx_log_field *fields, size_t len, struct cx_bytes *ret_json,
		  struct cx_error *err);

#pragma GCC visibility pop

#endif
