#ifndef CODEX_VALIDATE_H
#define CODEX_VALIDATE_H

#include "codex/context.h"
#include "codex/request.h"

#pragma GCC visibility push(default)

/* Positions count from 1; columns are Unicode code points; 0: the tool gave none. */
struct cx_diagnostic {
	bool error; /* else a warning */
	uint32_t line;
	uint32_t column;
	uint32_t end_line;
	uint32_t end_column;
	char *message;
	char *code; /* the tool's: TS2322, E0308, -Wunused-variable; NULL: none */
	char *file; /* NULL: the only source */
};

struct cx_validation {
	bool is_valid;
	struct cx_diagnostic *items;
	size_t len;
	uint64_t wall_us;
	char *language;
	char *main_name; /* of the main source, as the tool saw it */
	char *version;
	struct cx_strings notices;
};

void cx_validation_done(struct cx_validation *val);

/**
 * Check the sources of a request with the front end of its language. Runs no guest code.
 * @return as cx_execute(); a program that does not validate is a result, not an error.
 */
int cx_validate(struct cx_context *ctx, const struct cx_request *req, struct cx_validation *ret,
		struct cx_error *err);

#pragma GCC visibility pop

#endif
