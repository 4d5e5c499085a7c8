/* Spans: what took how long, of one request through gateway and instances, as OpenTelemetry has it. */
#ifndef CODEX_TRACE_H
#define CODEX_TRACE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

#pragma GCC visibility push(default)

enum { CX_TRACE_ID = 32, CX_SPAN_ID = 16 }; /* hex digits */

/* Of fixed size, as it crosses processes in shared memory. */
struct cx_span {
	char trace_id[CX_TRACE_ID + 1];
	char span_id[CX_SPAN_ID + 1];
	char parent_id[CX_SPAN_ID + 1]; /* "": the first of its trace */
	char name[64];
	bool serves;					/* the answer to a request, not a part of one */
	bool failed;					/* by our own fault */
	uint64_t begin_us, end_us;			/* since 1970 */
	char request_id[132], language[32], status[24]; /* "": none */
	unsigned http_status;				/* 0: none */
};

/* One export request of OTLP/HTTP, in JSON. */
int cx_spans_format(const char *service, const struct cx_span *spans, size_t len, struct cx_bytes *ret_json,
		    struct cx_error *err);

#pragma GCC visibility pop

#endif
