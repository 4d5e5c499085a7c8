/*
 * Errors of ours. What a guest program does (a crash, a limit, wrong syntax)
 * is never an error: it is a field of the result.
 */
#ifndef CODEX_ERROR_H
#define CODEX_ERROR_H

#include <limits.h>

#pragma GCC visibility push(default)

enum cx_errc {
	CX_OK = 0,
	CX_EINPUT,	 /* the request is malformed            -> exit 2,  HTTP 400 */
	CX_ETOOLARGE,	 /* the request is over a size          -> exit 2,  HTTP 413 */
	CX_EBUSY,	 /* no slot was free within the wait    -> exit 75, HTTP 503 */
	CX_ECANCELLED,	 /* the caller went away or interrupted -> exit 75, no answer */
	CX_EUNAVAILABLE, /* toolchain missing, floor not met    -> exit 70, HTTP 503 */
	CX_ESANDBOX,	 /* a layer failed to be set up         -> exit 70, HTTP 500 */
	CX_EINTERNAL,	 /* anything else that is our fault     -> exit 70, HTTP 500 */
};

/*
 * Caller-owned and of fixed size: no allocation, no release, and one write()
 * carries it whole from a forked child to its supervisor.
 */
struct cx_error {
	enum cx_errc code;
	int sys_errno;	/* errno of the call that failed, or 0 */
	char field[64]; /* of the request, as in `limits.memoryMB`; "" when none */
	char msg[400];	/* one line: what happened, to what, what to do */
};
_Static_assert(sizeof(struct cx_error) <= PIPE_BUF, "must cross a pipe in one piece");

#define CX_PRINTF(fmt, args) __attribute__((format(printf, fmt, args)))

/* Fill *err (never NULL) and return -1, so that a failing call is one statement. */
int cx_fail(struct cx_error *err, enum cx_errc code, const char *fmt, ...) CX_PRINTF(3, 4);

/* The same, with ": " and strerror(errno) behind the message. */
int cx_fail_errno(struct cx_error *err, enum cx_errc code, const char *fmt, ...) CX_PRINTF(3, 4);

/* CX_EINPUT at a field: the message reads "FIELD: TEXT". */
int cx_fail_field(struct cx_error *err, const char *field, const char *fmt, ...) CX_PRINTF(3, 4);

/* Out of memory, always CX_EINTERNAL. */
int cx_fail_oom(struct cx_error *err);

/* Put "CONTEXT: " before the message that is there; returns -1. */
int cx_fail_wrap(struct cx_error *err, const char *fmt, ...) CX_PRINTF(2, 3);

/* The status that a person reads: invalid_request, busy, unavailable, internal_error. */
const char *cx_errc_status(enum cx_errc code);

/* Exit status of the command: 2, 70 or 75; 0 for CX_OK. */
int cx_errc_exit(enum cx_errc code);

/* HTTP status: 400, 413, 500 or 503; 200 for CX_OK. */
int cx_errc_http(enum cx_errc code);

#pragma GCC visibility pop

#endif
