/* The workers of a service, as its master sees them: one place each, filled again when its worker is gone. */
#ifndef FRAME_CREW_H
#define FRAME_CREW_H

#include <sys/types.h>

#include "server.h"

struct crew_place {
	pid_t pid; /* 0: empty */
	unsigned pool;
	uint64_t started_us;
	uint64_t due_us;   /* when an empty place is to be filled */
	unsigned failures; /* in a row */
	bool retiring;
};

struct crew {
	struct crew_place places[BOARD_WORKERS];
	unsigned len;
	bool closed; /* draining: nobody is replaced any more */
};

/* Places for the workers of a pool; they are filled by crew_fill(). */
int crew_add(struct crew *crew, unsigned pool, unsigned workers, struct cx_error *err);

/*
 * Fork a worker for each empty place of a pool that is due. `start` is called in the child and does not return.
 */
typedef void crew_start(void *server, unsigned place);
void crew_fill(struct crew *crew, unsigned pool, crew_start *start, void *server);

/* When the next empty place of any pool is due; 0: there is none. */
uint64_t crew_due_us(const struct crew *crew);

/* A child has ended. False when it was no worker (a guardian that outlived its worker). */
bool crew_bury(struct crew *crew, pid_t pid, int wait_status, struct board *board);

/*
 * A child has been stopped by a signal. Nothing would tell that a worker so treated never goes on, and requests would
 * go to it: it is killed. False when it was no worker.
 */
bool crew_kill_stopped(const struct crew *crew, pid_t pid, int wait_status);

/* Ask the workers of a pool to end when they are idle. */
void crew_retire(struct crew *crew, unsigned pool);

/* Kill those of a pool that have been busy since before `since_us`; UINT64_MAX: all. */
void crew_kill(struct crew *crew, unsigned pool, const struct board *board, uint64_t since_us);

/* How many of a pool's places have a worker. */
unsigned crew_alive(const struct crew *crew, unsigned pool);

#endif
