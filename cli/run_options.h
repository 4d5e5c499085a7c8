/* What `codex-run run` was told on its command line. */
#ifndef CODEX_CLI_RUN_OPTIONS_H
#define CODEX_CLI_RUN_OPTIONS_H

#include <stdbool.h>

#include "codex/bytes.h"
#include "codex/limits.h"

struct run_options {
	const char *language;	   /* NULL: from the request, or from the file's name */
	struct cx_strings files;   /* further sources: paths; borrowed from argv */
	struct cx_strings options; /* NAME=VALUE; borrowed from argv */
	struct cx_limits limits;   /* 0: not given */
	bool json;
	bool quiet;
	bool timings;
	const char *file; /* NULL: the request is JSON on stdin */
	char **args;	  /* of the program, ends with NULL */
};

/* 0; 1 when --help has been printed; -1 with CX_EINPUT. ret is filled in each case. */
int run_options_parse(int argc, char **argv, struct run_options *ret, struct cx_error *err);

/* One more item, borrowed; and one of the form NAME=VALUE. */
int run_options_add(struct cx_strings *list, const char *item, struct cx_error *err);
int run_options_add_choice(struct run_options *options, const char *choice, struct cx_error *err);

void run_options_done(struct run_options *options);

/*
 * The caller of the command is its own operator: a limit that is given becomes the default, and
 * the bounds give way to it.
 */
void run_options_move_bounds(const struct run_options *options, struct cx_limit_bounds *bounds);

#endif
