/* How far a batch is: a line on a terminal that is written over, and one at the end. */
#ifndef CODEX_CLI_PROGRESS_H
#define CODEX_CLI_PROGRESS_H

#include <stdbool.h>
#include <stdint.h>

#include "rows.h"

struct progress {
	bool live; /* stderr is a terminal */
	bool shown;
	uint64_t started_us;
	uint64_t next_us;
};

void progress_start(struct progress *progress, bool quiet);

/* @share  of the input that is read, 0 to 1; below 0: unknown */
void progress_show(struct progress *progress, const struct tally *tally, double share);

/* Take the line away, so that something else can be said. */
void progress_clear(struct progress *progress);

/* "1000 rows in 63.2 s (15.8/s): 700 success, 300 timeout" */
void progress_summary(struct progress *progress, const struct tally *tally);

#endif
