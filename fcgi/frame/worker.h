/* A worker's life: wait, accept, serve, until the master wants it to end. */
#ifndef FRAME_WORKER_H
#define FRAME_WORKER_H

#include "site.h"

struct worker {
	int listen_fd;
	unsigned read_seconds;
	const struct site *site;
	struct board_worker *mine;
	pid_t master;
	bool rests; /* it serves what site->rest() is for */
};

/* In the child that the master forked. */
_Noreturn void worker_main(const struct worker *worker);

#endif
