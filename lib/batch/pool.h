/* The workers of a batch. */
#ifndef CX_BATCH_POOL_H
#define CX_BATCH_POOL_H

#include <sys/types.h>

#include "base/buffer.h"
#include "codex/batch.h"

/* In front of what goes to a worker. */
struct cx_batch_order {
	uint64_t number;
	uint64_t len;
};

/* In front of what comes from it: a row whose text is still to come. */
struct cx_batch_report {
	uint64_t len;
	char status[sizeof(((struct cx_batch_row *)0)->status)];
	bool ok;
	uint32_t tests;
	uint32_t passed;
};

struct cx_worker {
	pid_t pid;
	int fd; /* a stream to it; it is hung up when we die, whatever kills us */
	bool busy;
	uint64_t number;      /* of the piece that it has */
	uint64_t sequence;    /* and which one that is, counted from 0 */
	struct cx_bytes item; /* kept, for the case that the worker dies */
	struct cx_buffer got; /* of its report */
};

struct cx_pool {
	const struct cx_batch *how;
	struct cx_worker *workers;
	unsigned len;
};

int cx_pool_open(const struct cx_batch *how, struct cx_pool *ret, struct cx_error *err);

/* Hang up on every worker and wait until all are gone: what they ran is cancelled. */
void cx_pool_close(struct cx_pool *pool);

/* NULL when all are busy. */
struct cx_worker *cx_pool_idle(struct cx_pool *pool);

/* Takes the item over. A worker that has died meanwhile is replaced. */
int cx_pool_give(struct cx_pool *pool, struct cx_worker *worker, uint64_t sequence, uint64_t number,
		 struct cx_bytes *item, struct cx_error *err);

/*
 * The worker's stream is readable. 1: *ret is its row, and it is idle again; 0: not all of it is there yet; -1: we failed.
 * When it died, lost() makes the row, and another one takes its place.
 */
int cx_pool_read(struct cx_pool *pool, struct cx_worker *worker, struct cx_batch_row *ret,
		 struct cx_error *err);

#endif
