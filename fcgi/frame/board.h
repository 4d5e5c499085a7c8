/* Memory that the master and its workers share: what each worker does, and in which phase the service is. */
#ifndef FRAME_BOARD_H
#define FRAME_BOARD_H

#include <stdatomic.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/error.h"

enum { BOARD_WORKERS = 512 };

enum board_phase { BOARD_STARTING, BOARD_READY, BOARD_DRAINING };

struct board_worker {
	_Atomic uint64_t busy_since_us; /* monotonic; 0: it waits for a request */
	_Atomic uint32_t parked;	/* what it holds ready for the next one */
};

struct board {
	_Atomic int phase; /* enum board_phase */
	_Atomic uint64_t restarts;
	uint64_t started_us; /* monotonic */
	struct board_worker workers[BOARD_WORKERS];
};

/* Memory that children share from the fork on; zeroed. NULL, and *err says why. */
void *board_share(size_t size, struct cx_error *err);

/* How many of the workers first … first + count - 1 serve a request just now. */
unsigned board_busy(const struct board *board, unsigned first, unsigned count);

/* How much they hold ready together. */
unsigned board_parked(const struct board *board, unsigned first, unsigned count);

/* Monotonic time in µs. */
uint64_t board_now_us(void);

#endif
