/* The options that `batch` and `grade` share: how many workers, which form, where the rows go. */
#ifndef CODEX_CLI_POOL_OPTIONS_H
#define CODEX_CLI_POOL_OPTIONS_H

#include "options.h"
#include "rows.h"

struct pool_options {
	unsigned workers; /* 0: as many as there are CPUs, and slots */
	enum row_format format;
	bool quiet;
};

enum { POOL_JOBS = 200, POOL_FORMAT, POOL_QUIET };

#define POOL_JOBS_ROW                                                                       \
	{                                                                                   \
		"jobs", 'j', "N", "requests at once (default: one for each CPU)", POOL_JOBS \
	}
#define POOL_QUIET_ROW                                                                 \
	{                                                                              \
		"quiet", 'q', NULL, "no progress and no summary on stderr", POOL_QUIET \
	}

/* Handle one of them; 1: it is none of them. */
int pool_option(struct pool_options *options, const struct option_row *row, const char *value, bool table,
		struct cx_error *err);

/* How many workers it will be. */
unsigned pool_workers(const struct pool_options *options, const struct cx_context *ctx);

#endif
