/* Long options from one table: parsing, --help and suggestions. */
#ifndef CODEX_CLI_OPTIONS_H
#define CODEX_CLI_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/error.h"

struct option_row {
	const char *name;  /* without the dashes; NULL ends the table */
	char letter;	   /* of the short form; 0: none */
	const char *value; /* name of its value in --help; NULL: takes none */
	const char *help;
	int id; /* given to the handler */
};

/* Called for each option in turn; `value` is NULL for one that takes none. */
typedef int option_handler(void *into, const struct option_row *row, const char *value, struct cx_error *err);

struct option_spec {
	const char *usage; /* the lines behind "usage: " */
	const char *about; /* one paragraph */
	const struct option_row *rows;
	option_handler *handler;
	void *into;
};

/**
 * Handle the options in front of the first operand.
 * @ret_operand  index into argv of the first operand, also after a failure
 * @return 0; 1 when --help was asked for and has been printed; -1 with CX_EINPUT (the first thing that is wrong)
 */
int options_parse(const struct option_spec *spec, int argc, char **argv, int *ret_operand,
		  struct cx_error *err);

#endif
