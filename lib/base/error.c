#include "codex/error.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

CX_PRINTF(4, 0)
static void fill(struct cx_error *err, enum cx_errc code, int sys_errno, const char *fmt, va_list args)
{
	*err = (struct cx_error){ .code = code, .sys_errno = sys_errno };
	int len = vsnprintf(err->msg, sizeof(err->msg), fmt, args);
	if (sys_errno && len >= 0 && (size_t)len < sizeof(err->msg))
		snprintf(err->msg + len, sizeof(err->msg) - (size_t)len, ": %s", strerror(sys_errno));
}

int cx_fail(struct cx_error *err, enum cx_errc code, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	fill(err, code, 0, fmt, args);
	va_end(args);
	return -1;
}

int cx_fail_errno(struct cx_error *err, enum cx_errc code, const char *fmt, ...)
{
	int saved = errno;
	va_list args;
	va_start(args, fmt);
	fill(err, code, saved, fmt, args);
	va_end(args);
	return -1;
}

int cx_fail_field(struct cx_error *err, const char *field, const char *fmt, ...)
{
	*err = (struct cx_error){ .code = CX_EINPUT };
	snprintf(err->field, sizeof(err->field), "%s", field);
	int len = snprintf(err->msg, sizeof(err->msg), "%s: ", field);
	va_list args;
	va_start(args, fmt);
	vsnprintf(err->msg + len, sizeof(err->msg) - (size_t)len, fmt, args);
	va_end(args);
	return -1;
}

int cx_fail_oom(struct cx_error *err)
{
	return cx_fail(err, CX_EINTERNAL, "codex-run is out of memory");
}

int cx_fail_wrap(struct cx_error *err, const char *fmt, ...)
{
	char context[sizeof(err->msg)];
	char whole[2 * sizeof(err->msg) + 2];
	va_list args;
	va_start(args, fmt);
	vsnprintf(context, sizeof(context), fmt, args);
	va_end(args);
	snprintf(whole, sizeof(whole), "%s: %s", context, err->msg);
	whole[sizeof(err->msg) - 1] = '\0';
	memcpy(err->msg, whole, sizeof(err->msg));
	return -1;
}

struct errc_row {
	const char *status;
	int exit_status;
	int http;
};

static const struct errc_row errc_rows[] = {
	[CX_OK] = { "success", 0, 200 },
	[CX_EINPUT] = { "invalid_request", 2, 400 },
	[CX_ETOOLARGE] = { "invalid_request", 2, 413 },
	[CX_EBUSY] = { "busy", 75, 503 },
	[CX_ECANCELLED] = { "busy", 75, 503 },
	[CX_EUNAVAILABLE] = { "unavailable", 70, 503 },
	[CX_ESANDBOX] = { "internal_error", 70, 500 },
	[CX_EINTERNAL] = { "internal_error", 70, 500 },
};

const char *cx_errc_status(enum cx_errc code)
{
	return errc_rows[code].status;
}

int cx_errc_exit(enum cx_errc code)
{
	return errc_rows[code].exit_status;
}

int cx_errc_http(enum cx_errc code)
{
	return errc_rows[code].http;
}
