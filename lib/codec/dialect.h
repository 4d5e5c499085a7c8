/* What the formats for test harnesses share: a result as a list of cases, and text that fits between their marks. */
#ifndef CX_CODEC_DIALECT_H
#define CX_CODEC_DIALECT_H

#include "base/buffer.h"
#include "codex/request.h"
#include "codex/result.h"

/* One case of a suite: a test, or the whole run where there are no tests. */
struct cx_case {
	char name[256];
	bool passed;
	bool skipped;
	bool broken;	    /* not the program's fault: the request, the checker, or we ourselves */
	const char *status; /* one word */
	char message[600];  /* one line; "" when it passed */
	uint64_t wall_us;
	const struct cx_bytes *output; /* NULL: not to be shown */
	const struct cx_bytes *error;
};

/* How many cases there are: at least one. */
size_t cx_case_count(const struct cx_result *res);

/* @res NULL: there is none, because of @failure */
void cx_case_fill(const struct cx_result *res, const struct cx_error *failure, size_t index,
		  struct cx_case *ret);

#endif
