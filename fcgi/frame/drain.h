/* The orderly end of a service. */
#ifndef FRAME_DRAIN_H
#define FRAME_DRAIN_H

#include "crew.h"

struct drain {
	uint64_t deadline_us; /* when what still runs is killed; 0: not draining */
};

/*
 * Begin: the phase becomes DRAINING, and every worker that does not watch is to end when its run does. One of
 * each pool stays for what waits in the backlog, and refuses it.
 */
void drain_begin(struct drain *drain, struct crew *crew, struct board *board,
		 const struct server_setup *setup, uint64_t seconds);

/*
 * Go on: kill what is late, and let the watching workers go when all the others are gone.
 * Returns true when nobody is left.
 */
bool drain_step(struct drain *drain, struct crew *crew, const struct board *board,
		const struct server_setup *setup);

#endif
