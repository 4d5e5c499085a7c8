/* A few attacks through real runs: does the sandbox hold on this host? */
#ifndef CODEX_SELFTEST_H
#define CODEX_SELFTEST_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/context.h"

#pragma GCC visibility push(default)

struct cx_trial {
	const char *name;  /* "files" … */
	const char *tries; /* what the guest tries */
	bool held;
	char detail[200]; /* what it got instead; what would help */
};

enum { CX_SELFTEST_TRIALS = 11 };

/**
 * Run `program` as a guest once for each trial, with the argument "self-test-guest" and the trial's name; it prints
 * "held" when it got nothing. codex-run itself is such a program.
 * @ret     CX_SELFTEST_TRIALS of them
 * @return  0 when all could be run, whether they held or not; -1: CX_EUNAVAILABLE, the floor is not met; CX_ESANDBOX
 */
int cx_selftest(struct cx_context *ctx, const char *program, struct cx_trial *ret, struct cx_error *err);

/* The trials as one line of JSON. */
int cx_selftest_format(const struct cx_trial *trials, struct cx_bytes *ret_json, struct cx_error *err);

/* One row of what a guest may ask of the kernel on this host. */
struct cx_policy_row {
	const char *call;   /* "socket" */
	const char *when;   /* the arguments it is about, as the policy writes them; NULL: all */
	const char *answer; /* "allow", "pretend" or the errno's name */
	bool report;	    /* a refusal is named in the result */
	const char *reason; /* NULL when it is allowed */
};

/* Rows by number, in the order of the policy; false behind the last one. Rows that do not apply here are left out. */
bool cx_policy_next(const struct cx_context *ctx, size_t *at, struct cx_policy_row *ret);

/* All of them as one line of JSON. */
int cx_policy_format(const struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err);

#pragma GCC visibility pop

#endif
