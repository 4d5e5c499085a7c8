/*
 * Which requests are traced, and their spans on the way to who sends them (export.h). Workers put spans into memory that
 * all share, and never wait: where it is full, a span is dropped, and counted.
 */
#ifndef FRAME_TRACE_H
#define FRAME_TRACE_H

#include "codex/trace.h"

struct trace_queue; /* NULL: nothing is traced */

/* What of a request is the same for all of its spans. */
struct trace_context {
	bool recorded; /* it is traced: this service has spans of it */
	char trace_id[CX_TRACE_ID + 1];
	char parent_id[CX_SPAN_ID + 1]; /* of who called us; "": nobody's */
	char span_id[CX_SPAN_ID + 1];	/* ours */
};

/* "00-…-…-01" and a NUL. */
enum { TRACE_PARENT = 3 + CX_TRACE_ID + 1 + CX_SPAN_ID + 3 + 1 };

/* Shared with all that are forked later. NULL, and *err says why. */
struct trace_queue *trace_open(struct cx_error *err);

/*
 * What a request belongs to: the trace that `traceparent` names, unless its caller does not want to record it, or a new
 * one. NULL: it names none.
 */
void trace_begin(const struct trace_queue *queue, const char *traceparent, struct trace_context *ret);

/* The traceparent for who is called in turn. */
void trace_parent(const struct trace_context *context, char ret[TRACE_PARENT]);

/*
 * Put a span of it into the queue: `end_us` and `took_us` say when; `fill` has its name and attributes, and `serves`
 * for the request itself, whose parts are all the others.
 */
void trace_record(struct trace_queue *queue, const struct trace_context *context, const struct cx_span *fill,
		  uint64_t end_us, uint64_t took_us);

/* Take up to `max` spans out. */
size_t trace_take(struct trace_queue *queue, struct cx_span *ret, size_t max);

/* How many were dropped so far, as there was no room. */
uint64_t trace_dropped(const struct trace_queue *queue);

/* Since 1970. */
uint64_t trace_now_us(void);

#endif
