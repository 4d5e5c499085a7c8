#include "pool_options.h"

#include <sched.h>
#include <stdlib.h>

#include "streams.h"

int pool_option(struct pool_options *options, const struct option_row *row, const char *value, bool table,
		struct cx_error *err)
{
	enum { MAX_WORKERS = 256 };
	char *end;
	switch (row->id) {
	case POOL_JOBS: {
		unsigned long workers = strtoul(value, &end, 10);
		if (*value < '0' || *value > '9' || *end || workers < 1 || workers > MAX_WORKERS)
			return cx_fail(err, CX_EINPUT, "--jobs: '%.40s' is not a whole number from 1 to %d",
				       value, MAX_WORKERS);
		options->workers = (unsigned)workers;
		return 0;
	}
	case POOL_FORMAT:
		return row_format_parse(value, table, &options->format, err);
	case POOL_QUIET:
		options->quiet = true;
		return 0;
	default:
		return 1;
	}
}

unsigned pool_workers(const struct pool_options *options, const struct cx_context *ctx)
{
	cpu_set_t cpus;
	unsigned slots = cx_context_slots(ctx), workers = options->workers;
	if (!workers)
		workers = sched_getaffinity(0, sizeof(cpus), &cpus) == 0 ? (unsigned)CPU_COUNT(&cpus) : 1;
	if (workers <= slots)
		return workers;
	if (options->workers && !options->quiet)
		complain("there are %u slots, so no more than %u run at once; CODEX_SLOTS has more", slots,
			 slots);
	return slots;
}
