/* The subcommands that only tell something: their options and their form. */
#ifndef CODEX_CLI_LISTING_H
#define CODEX_CLI_LISTING_H

#include "cli.h"
#include "output.h"

struct listing {
	const char *usage;
	const char *about;
	bool alone; /* it needs no context: NULL is handed in */
	/* As one line of JSON. */
	int (*json)(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err);
	/* As a table on stdout. */
	int (*text)(struct cx_context *ctx, struct cx_error *err);
	/* The exit status once it has been told; NULL: 0. */
	int (*status)(struct cx_context *ctx);
};

/* Parse --json and --text, open a context, tell it. Returns the exit status. */
int listing_run(const struct listing *listing, int argc, char **argv);

#endif
