/* From what happened to what it is called. */
#ifndef CX_STAGE_VERDICT_H
#define CX_STAGE_VERDICT_H

#include "codex/result.h"
#include "language/language.h"
#include "supervise/supervisor.h"

/*
 * Judge one run: status, exit code, signal, limit, usage, and the sentence for people behind stderr. Takes the
 * outcome's texts.
 */
int cx_verdict_of_run(const struct cx_language *lang, const struct cx_limits *limits,
		      struct cx_outcome *outcome, struct cx_result *res, struct cx_error *err);

/* Whether a limit is what became of a run. One that only refuses (a fork, a longer file) changes no good end. */
bool cx_verdict_limit_decides(enum cx_limit limit, bool ended_well);

/* The limits of a compiler are its own: wall and CPU are one to whoever waits for it. */
void cx_verdict_of_compiler(struct cx_limit_hit *hit);

/*
 * Name the refused calls in the result, as far as they were seen, without those that the language's own tools make of
 * themselves. CX_EINTERNAL when memory is out.
 */
int cx_verdict_refusals(const struct cx_language *lang, const struct cx_refusals *refusals, struct cx_result *res,
			struct cx_error *err);

/* One sentence on a limit: what was passed, and the field that moves it. Empty where none was. */
void cx_verdict_sentence(const struct cx_limit_hit *hit, char *buf, size_t size);

/* The same on what cx_verdict_of_compiler() has made of a limit. */
void cx_verdict_sentence_of_compiler(const struct cx_limit_hit *hit, char *buf, size_t size);

#endif
