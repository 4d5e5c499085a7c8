#include "codex/batch.h"

#include <errno.h>
#include <poll.h>
#include <stdlib.h>

#include "base/cleanup.h"
#include "batch/pool.h"

enum {
	WINDOW_PER_WORKER = 16,		   /* rows that may wait behind a slow one */
	MAX_HELD_BYTES = 64 * 1024 * 1024, /* and their bytes */
	TICK_MS = 200,
};

/* A row that waits until those before it are told. */
struct held {
	struct cx_batch_row row;
	bool there;
};

struct batch {
	const struct cx_batch *how;
	struct cx_pool pool;
	struct held *held; /* a ring: sequence modulo window */
	uint64_t window;
	uint64_t begun; /* pieces handed out */
	uint64_t told;	/* rows told, in order: the next one to tell */
	uint64_t finished;
	size_t held_bytes;
	bool ended;    /* there are no more pieces */
	bool stopping; /* no more are wanted */
	bool waiting;  /* the next piece is not there yet */
};

static bool has_room(const struct batch *b)
{
	return !b->how->ordered || (b->begun - b->told < b->window && b->held_bytes < MAX_HELD_BYTES);
}

static int hand_out(struct batch *b, struct cx_error *err)
{
	struct cx_worker *worker;
	b->waiting = false;
	while (!b->ended && !b->stopping && has_room(b) && (worker = cx_pool_idle(&b->pool))) {
		struct cx_bytes item = { 0 };
		uint64_t number = 0;
		int next = b->how->next(b->how->data, &number, &item, err);
		if (next < 0)
			return -1;
		b->ended = next == CX_BATCH_END;
		b->waiting = next == CX_BATCH_WAIT;
		if (next != CX_BATCH_ITEM)
			return 0;
		if (cx_pool_give(&b->pool, worker, b->begun, number, &item, err) < 0) {
			cx_bytes_done(&item);
			return -1;
		}
		b->begun++;
	}
	return 0;
}

static int tell(struct batch *b, struct cx_batch_row *row, struct cx_error *err)
{
	int done = b->how->done(b->how->data, row, err);
	cx_bytes_done(&row->text);
	return done;
}

/* Tell a row, or keep it until it is its turn. */
static int take(struct batch *b, uint64_t sequence, struct cx_batch_row *row, struct cx_error *err)
{
	b->finished++;
	if (!b->how->ordered)
		return tell(b, row, err);
	b->held[sequence % b->window] = (struct held){ *row, true };
	b->held_bytes += row->text.len;
	for (struct held *next; (next = &b->held[b->told % b->window])->there; b->told++) {
		next->there = false;
		b->held_bytes -= next->row.text.len;
		if (tell(b, &next->row, err) < 0)
			return -1;
	}
	return 0;
}

static int serve_workers(struct batch *b, const struct pollfd *ev, struct cx_error *err)
{
	for (unsigned i = 0; i < b->pool.len; i++) {
		struct cx_worker *worker = &b->pool.workers[i];
		struct cx_batch_row row;
		if (!ev[i].revents)
			continue;
		uint64_t sequence = worker->sequence;
		int there = cx_pool_read(&b->pool, worker, &row, err);
		if (there < 0 || (there > 0 && take(b, sequence, &row, err) < 0))
			return -1;
	}
	return 0;
}

/* Wait for whatever comes first, and serve it. */
static int turn(struct batch *b, struct pollfd *ev, struct cx_error *err)
{
	unsigned workers = b->pool.len;
	for (unsigned i = 0; i < workers; i++)
		ev[i] = (struct pollfd){ .fd = b->pool.workers[i].busy ? b->pool.workers[i].fd : -1,
					 .events = POLLIN };
	ev[workers] = (struct pollfd){ .fd = b->how->stop_fd, .events = POLLIN };
	ev[workers + 1] =
		(struct pollfd){ .fd = b->waiting && !b->stopping ? b->how->input_fd : -1, .events = POLLIN };
	if (poll(ev, workers + 2, TICK_MS) < 0)
		return errno == EINTR ? 0 : cx_fail_errno(err, CX_EINTERNAL, "poll");
	if (ev[workers].revents) {
		b->stopping = true;
		if (b->how->stop(b->how->data))
			return cx_fail(err, CX_ECANCELLED, "interrupted");
	}
	return serve_workers(b, ev, err);
}

static int loop(struct batch *b, struct cx_error *err)
{
	cleanup_free struct pollfd *ev = calloc(b->pool.len + 2, sizeof(*ev));
	if (!ev)
		return cx_fail_oom(err);
	for (;;) {
		if (hand_out(b, err) < 0)
			return -1;
		if (b->finished == b->begun && (b->ended || b->stopping))
			return 0;
		if (turn(b, ev, err) < 0)
			return -1;
		b->how->tick(b->how->data);
	}
}

int cx_batch_run(const struct cx_batch *how, struct cx_error *err)
{
	struct batch b = { .how = how, .window = (uint64_t)how->workers * WINDOW_PER_WORKER };
	b.held = calloc(b.window, sizeof(*b.held));
	if (!b.held)
		return cx_fail_oom(err);
	int done = cx_pool_open(how, &b.pool, err);
	if (done == 0) {
		done = loop(&b, err);
		cx_pool_close(&b.pool);
	}
	for (uint64_t i = 0; i < b.window; i++)
		if (b.held[i].there)
			cx_bytes_done(&b.held[i].row.text);
	free(b.held);
	return done;
}
