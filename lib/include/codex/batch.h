/*
 * Many pieces of work, some at once: forked workers, each with one piece at a time, and never more of them in memory
 * than are being worked on or wait for their turn to be told. Nothing is threaded; the caller's process must have
 * no other threads.
 */
#ifndef CODEX_BATCH_H
#define CODEX_BATCH_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

#pragma GCC visibility push(default)

/* What a worker made of one piece. */
struct cx_batch_row {
	uint64_t number;      /* as next() gave it */
	struct cx_bytes text; /* the answer, in whatever form */
	char status[24];      /* one word for the tally */
	bool ok;
	uint32_t tests; /* of its tests */
	uint32_t passed;
};

enum cx_batch_next {
	CX_BATCH_ITEM,
	CX_BATCH_WAIT, /* nothing yet: ask again when input_fd is readable */
	CX_BATCH_END,
};

struct cx_batch {
	unsigned workers;
	bool ordered; /* rows are told in the order of their pieces */
	int input_fd;
	int stop_fd; /* readable: ask stop(); -1: none */
	void *data;

	/* ---- in the caller's process ---- */

	/* An enum cx_batch_next, or -1. A piece is owned by the batch. */
	int (*next)(void *data, uint64_t *ret_number, struct cx_bytes *ret_item, struct cx_error *err);
	/* One row is there; -1 ends the batch at once. The row stays the batch's. */
	int (*done)(void *data, const struct cx_batch_row *row, struct cx_error *err);
	/* A worker died over a piece: make its row. */
	int (*lost)(void *data, uint64_t number, const struct cx_bytes *item, struct cx_batch_row *ret,
		    struct cx_error *err);
	/* stop_fd is readable: no further pieces are begun. True: what runs is given up, too. */
	bool (*stop)(void *data);
	/* Called a few times a second, and between rows. */
	void (*tick)(void *data);

	/* ---- in a worker ---- */

	/* It was just born: close what is not for it. */
	void (*born)(void *data);
	/*
	 * Make the row of a piece. `cancel_fd` becomes readable or is hung up when nobody waits for it any more.
	 * -1: the worker gives up and dies, and the row is lost.
	 */
	int (*work)(void *data, uint64_t number, const struct cx_bytes *item, int cancel_fd,
		    struct cx_batch_row *ret, struct cx_error *err);
	/* Its row is told, and there may be another piece soon. NULL: nothing to do. */
	void (*rest)(void *data);
	/* There is none; let go of everything. NULL: nothing to do. */
	void (*leave)(void *data);
};

/**
 * Run until next() says that there is no more, or stop() was asked, and all that was begun is told.
 * @return 0; -1: next() or done() failed, CX_ECANCELLED: what ran was given up, CX_EINTERNAL
 */
int cx_batch_run(const struct cx_batch *how, struct cx_error *err);

#pragma GCC visibility pop

#endif
