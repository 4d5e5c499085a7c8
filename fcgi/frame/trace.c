#include "trace.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>
#include <time.h>

#include "board.h"

enum { PLACES = 2048, TRIES = 8, STALE_US = 10 * 1000 * 1000 };

enum place_state { PLACE_FREE, PLACE_CLAIMED, PLACE_READY };

struct place {
	_Atomic int state;
	_Atomic uint64_t claimed_us; /* monotonic */
	struct cx_span span;
};

struct trace_queue {
	_Atomic unsigned next;
	_Atomic uint64_t dropped;
	struct place places[PLACES];
};

struct trace_queue *trace_open(struct cx_error *err)
{
	return board_share(sizeof(struct trace_queue), err);
}

uint64_t trace_now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

/* ---- who belongs to what ---- */

/* `digits` random hex digits; all zeros would be no id. */
static void make_id(char *ret, size_t digits)
{
	unsigned char random[CX_TRACE_ID / 2] = { 0 };
	if (getrandom(random, sizeof(random), GRND_NONBLOCK) != sizeof(random)) {
		uint64_t now = board_now_us();
		memcpy(random, &now, sizeof(now));
	}
	random[0] |= 1;
	for (size_t i = 0; i < digits / 2; i++)
		snprintf(ret + 2 * i, 3, "%02x", random[i]);
}

/* A traceparent is valid by now: 00-(32)-(16)-(2). */
static bool is_sampled(const char *traceparent)
{
	const char last = traceparent[strlen(traceparent) - 1];
	return strchr("13579bdf", last) != NULL;
}

void trace_begin(const struct trace_queue *queue, const char *traceparent, struct trace_context *ret)
{
	*ret = (struct trace_context){ .recorded = queue && (!traceparent || is_sampled(traceparent)) };
	if (!ret->recorded)
		return;
	if (traceparent) {
		memcpy(ret->trace_id, traceparent + 3, CX_TRACE_ID);
		memcpy(ret->parent_id, traceparent + 3 + CX_TRACE_ID + 1, CX_SPAN_ID);
	} else {
		make_id(ret->trace_id, CX_TRACE_ID);
	}
	make_id(ret->span_id, CX_SPAN_ID);
}

void trace_parent(const struct trace_context *context, char ret[TRACE_PARENT])
{
	snprintf(ret, TRACE_PARENT, "00-%s-%s-01", context->trace_id, context->span_id);
}

/* ---- the queue ---- */

/* A worker that was killed while it wrote leaves a place that nobody else would free. */
static bool claim(struct place *place, uint64_t now)
{
	int state = PLACE_FREE;
	if (!atomic_compare_exchange_strong(&place->state, &state, PLACE_CLAIMED)) {
		uint64_t since = atomic_load(&place->claimed_us);
		if (state != PLACE_CLAIMED || now - since < STALE_US ||
		    !atomic_compare_exchange_strong(&place->claimed_us, &since, now))
			return false;
	}
	atomic_store(&place->claimed_us, now);
	return true;
}

void trace_record(struct trace_queue *queue, const struct trace_context *context, const struct cx_span *fill,
		  uint64_t end_us, uint64_t took_us)
{
	uint64_t now = board_now_us();
	if (!queue || !context->recorded)
		return;
	for (int i = 0; i < TRIES; i++) {
		struct place *place = &queue->places[atomic_fetch_add(&queue->next, 1) % PLACES];
		if (!claim(place, now))
			continue;
		struct cx_span *span = &place->span;
		*span = *fill;
		memcpy(span->trace_id, context->trace_id, sizeof(span->trace_id));
		span->end_us = end_us;
		span->begin_us = end_us - took_us;
		if (fill->serves) {
			memcpy(span->span_id, context->span_id, sizeof(span->span_id));
			memcpy(span->parent_id, context->parent_id, sizeof(span->parent_id));
		} else {
			make_id(span->span_id, CX_SPAN_ID);
			span->span_id[CX_SPAN_ID] = '\0';
			memcpy(span->parent_id, context->span_id, sizeof(span->parent_id));
		}
		atomic_store(&place->state, PLACE_READY);
		return;
	}
	atomic_fetch_add(&queue->dropped, 1);
}

size_t trace_take(struct trace_queue *queue, struct cx_span *ret, size_t max)
{
	size_t len = 0;
	for (size_t i = 0; i < PLACES && len < max; i++) {
		struct place *place = &queue->places[i];
		if (atomic_load(&place->state) != PLACE_READY)
			continue;
		ret[len++] = place->span;
		atomic_store(&place->state, PLACE_FREE);
	}
	return len;
}

uint64_t trace_dropped(const struct trace_queue *queue)
{
	return queue ? atomic_load(&queue->dropped) : 0;
}
