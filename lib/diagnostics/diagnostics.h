/* What a tool said, as the diagnostics of an answer. */
#ifndef CX_DIAGNOSTICS_DIAGNOSTICS_H
#define CX_DIAGNOSTICS_DIAGNOSTICS_H

#include "codex/request.h"
#include "codex/validate.h"
#include "language/language.h"

enum {
	CX_MAX_DIAGNOSTICS = 200, /* of one answer; at most half of them warnings */
	CX_MAX_MESSAGE = 2000,	  /* bytes; what is longer is cut */
};

/* What the readers need to know of the request. */
struct cx_reading {
	const struct cx_language *lang;
	const struct cx_request *req;
	const char *main_name; /* of the main source */
	bool plain;	       /* the tool was asked for text, as `plain` in the language's data has it */
	/* Directories as the tool saw them, which no message shows. */
	const char *paths[4];
};

struct cx_module_uses; /* modules.h */

/*
 * Add what the tool said to *into, and the modules that it named to *uses. *ret_cut: it said more than that.
 * CX_EINTERNAL when memory is out.
 */
int cx_diagnostics_read(const struct cx_reading *how, const struct cx_bytes *said, struct cx_validation *into,
			struct cx_module_uses *uses, bool *ret_cut, struct cx_error *err);

/* Add one of our own: without a position, with a printf-made message. */
int cx_diagnostics_add(struct cx_validation *into, bool error, const char *code, struct cx_error *err,
		       const char *fmt, ...) CX_PRINTF(5, 6);

/* The notice that not everything is shown, once. */
int cx_diagnostics_say_cut(struct cx_validation *into, struct cx_error *err);

/* The first line in which the tool said something, without our paths; "" when it said nothing. Owned by the caller. */
int cx_diagnostics_first_line(const struct cx_reading *how, const struct cx_bytes *said, char **ret,
			      struct cx_error *err);

#endif
