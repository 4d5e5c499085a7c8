/*
 * The variables of the environment that the programs and their scripts read. One table says all of them
 * (lib/base/environment_table.c); the check at start, `codex-run variables`, --help, docs/configuration.md and
 * codex-environment(7) come from it. Beside the table there are CODEX_DEFAULT_x, CODEX_MIN_x and CODEX_MAX_x, one of
 * each for every row of cx_limit_rules.
 */
#ifndef CODEX_ENVIRONMENT_H
#define CODEX_ENVIRONMENT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

#pragma GCC visibility push(default)

/* What a value is, and the type by which cx_env_read() gives it. */
enum cx_env_kind {
	CX_ENV_TEXT,  /* const char *; NULL when it is not set */
	CX_ENV_WHOLE, /* uint64_t: a whole number */
	CX_ENV_FLAG,  /* bool: 0 or 1 */
	CX_ENV_WORD,  /* const char *: one word of the range */
	CX_ENV_WORDS, /* const char *: some words of the range, commas between; NULL when it is not set */
};

/* Who reads a variable: bits. */
enum cx_env_reader {
	CX_ENV_LIBRARY = 1,  /* codex-run, codex-fcgi, and whoever else uses the library */
	CX_ENV_INSTANCE = 2, /* codex-fcgi */
	CX_ENV_GATEWAY = 4,  /* codex-gateway */
	CX_ENV_SCRIPTS = 8,  /* what starts them and sets up nginx */
};

struct cx_env_variable {
	const char *name; /* "*_EXECUTOR_URL": all that end so */
	enum cx_env_kind kind;
	unsigned readers;
	uint64_t min, max; /* of a whole number */
	const char *range; /* the words, spaces between; of a text: what it is, for people; else NULL */
	const char
		*unset; /* what holds without it; NULL: nothing. In words, of a number: it reads as 0 then */
	const char *meaning; /* one line */
};

/* In the order of the documentation; a row without a name ends it. */
extern const struct cx_env_variable cx_env_table[];

/* The value of a variable, NULL when it is not set. Set to nothing is not set: compose files and units do that. */
const char *cx_env_text(const char *name);

/**
 * Read a variable of the table.
 * @ret    of the type that its kind names; texts stay the environment's
 * @return 0, or -1 with CX_EINPUT: its name, what it is, and what it may be
 */
int cx_env_read(const char *name, void *ret, struct cx_error *err);

/**
 * Check the values of all variables that these readers have, and refuse what is not in the table.
 * @readers  bits of enum cx_env_reader
 * @strict   true: every other CODEX_* variable is refused; false: only one whose name is nearly that of a variable,
 *           as an environment is shared with programs that are none of ours
 * @return   0, or -1 with CX_EINPUT: which one, and what was meant
 */
int cx_env_check(unsigned readers, bool strict, struct cx_error *err);

/* What a variable may be, in words: "a whole number from 1 to 256". Returns buf. */
const char *cx_env_range(const struct cx_env_variable *variable, char buf[static 240]);

/* {variables: [{name, type, readers, range, default, meaning, set}], limits: [{name, field, unit, default, min, max, meaning}]} */
int cx_env_format(struct cx_bytes *ret_json, struct cx_error *err);

#pragma GCC visibility pop

#endif
