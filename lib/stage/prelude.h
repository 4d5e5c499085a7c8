/*
 * Preludes: the lines at the top of a source that name files of the toolchain alone, and what the language's tool made
 * of such lines before, for a compilation to begin with.
 *
 *   STATE/preludes/HEX/        the lines, and what was made of them; its modification time is when it was last used
 *   STATE/preludes/HEX.failed  what could not be made, or does not fit
 *   STATE/preludes/N.wanted    what was missed lately, and how often
 *
 * They are made in a sandbox, of names that the language's data lists and of nothing else that a request says. HEX is
 * the hash of all that goes into them: names, arguments, tools, headers. A guest can read what it is given, and nobody
 * changes it; like the rest of the state directory they are shared within one uid.
 */
#ifndef CX_STAGE_PRELUDE_H
#define CX_STAGE_PRELUDE_H

#include <stdbool.h>

#include "base/hash.h"
#include "stage/job.h"

struct cx_prelude {
	struct cx_strings names;  /* that the main source begins with; none: it has no prelude */
	char whole[CX_HASH_HEX];  /* what there should be for all of them */
	char usable[CX_HASH_HEX]; /* what there is, for all or the first of them; "": nothing */
};

#define CX_PRELUDE_NONE \
	{               \
		0       \
	}

/* Read the main source and look on the shelf; what is found counts as used now. Where there are none, all is empty. */
int cx_prelude_find(const struct cx_job *job, struct cx_prelude *ret, struct cx_error *err);
void cx_prelude_done(struct cx_prelude *prelude);

/* Note that there should have been more than there was. Failing to is nobody's business. */
void cx_prelude_want(const struct cx_job *job, const struct cx_prelude *prelude);

/*
 * Make one that is missing: of those that are common in the language, or else one that was wanted more than once. It
 * takes seconds, and a place beside the slots. @common: false: only what was wanted
 */
int cx_prelude_make(const struct cx_host *host, const struct cx_language *lang, bool common, bool *ret_made,
		    struct cx_error *err);

#endif
