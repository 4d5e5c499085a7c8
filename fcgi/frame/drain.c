#include "drain.h"

#include "log.h"

void drain_begin(struct drain *drain, struct crew *crew, struct board *board,
		 const struct server_setup *setup, uint64_t seconds)
{
	unsigned busy = board_busy(board, 0, crew->len);
	/* A tenth of the time is for the end of what has to be killed. */
	drain->deadline_us = board_now_us() + seconds * 900 * 1000;
	log_line(LOG_LEVEL_INFO, "stopping: %u requests have up to %llu s to end", busy,
		 (unsigned long long)seconds);
	atomic_store(&board->phase, BOARD_DRAINING);
	crew->closed = true;
	for (unsigned pool = 0; pool < setup->pools_len; pool++)
		if (!setup->pools[pool].watches)
			crew_retire(crew, pool);
}

bool drain_step(struct drain *drain, struct crew *crew, const struct board *board,
		const struct server_setup *setup)
{
	bool late = board_now_us() >= drain->deadline_us;
	unsigned serving = 0, watching = 0;
	for (unsigned pool = 0; pool < setup->pools_len; pool++) {
		unsigned alive = crew_alive(crew, pool);
		if (late && alive)
			crew_kill(crew, pool, board, UINT64_MAX);
		*(setup->pools[pool].watches ? &watching : &serving) += alive;
	}
	for (unsigned pool = 0; pool < setup->pools_len && !serving; pool++)
		if (setup->pools[pool].watches)
			crew_retire(crew, pool);
	return serving + watching == 0;
}
