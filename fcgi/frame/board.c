#include "board.h"

#include <stddef.h>
#include <sys/mman.h>
#include <time.h>

void *board_share(size_t size, struct cx_error *err)
{
	void *memory = mmap(NULL, size, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (memory != MAP_FAILED)
		return memory;
	cx_fail_errno(err, CX_EINTERNAL, "no memory to share with the workers");
	return NULL;
}

unsigned board_busy(const struct board *board, unsigned first, unsigned count)
{
	unsigned busy = 0;
	for (unsigned i = first; i < first + count && i < BOARD_WORKERS; i++)
		busy += atomic_load(&board->workers[i].busy_since_us) != 0;
	return busy;
}

unsigned board_parked(const struct board *board, unsigned first, unsigned count)
{
	unsigned parked = 0;
	for (unsigned i = first; i < first + count && i < BOARD_WORKERS; i++)
		parked += atomic_load(&board->workers[i].parked);
	return parked;
}

uint64_t board_now_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_MONOTONIC, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}
