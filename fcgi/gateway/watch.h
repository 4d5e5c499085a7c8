/* Asking instances, all at once and under one deadline: the only place that knows libcurl. */
#ifndef GATEWAY_WATCH_H
#define GATEWAY_WATCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

struct watch;

/* One per process, opened after the fork. NULL: *err says why. */
struct watch *watch_open(struct cx_error *err);
void watch_close(struct watch *watch);

/* What goes with every question; NULL is left out. */
struct watch_headers {
	const char *token;
	const char *request_id;
	const char *trace;
};

struct watch_call {
	const char *base; /* URL of an instance */
	const char *path; /* "/health" */
	unsigned group;	  /* with `one_per_group`: what answers for each other */
	/* Filled in. */
	int http_status; /* 0: no answer within the deadline */
	char error[128]; /* why there was none: without the address */
	struct cx_bytes body;
	uint64_t time_us;
};

/**
 * Ask all, and wait until all have answered or the deadline is over, whichever is first.
 * @one_per_group  a group is done with as soon as one of its calls is answered with 200
 * @return         0, or -1 when not even asking was possible; bodies are released with watch_calls_done() in any case
 */
int watch_ask(struct watch *watch, struct watch_call *calls, size_t len, const struct watch_headers *headers,
	      unsigned deadline_ms, bool one_per_group, struct cx_error *err);
void watch_calls_done(struct watch_call *calls, size_t len);

#endif
