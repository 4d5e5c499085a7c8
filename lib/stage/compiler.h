/*
 * A sandbox for compiling alone, in a place of its own, so that the guest that is to run the program can wait in
 * another one. Where the language has a compiler that stays (compile.warm), that lives in it and takes one job after
 * the other; it executes nothing of what it compiles, and starts each with nothing of an earlier one. Whatever it cannot
 * do well, the language's ordinary steps do, so that what the answer says is theirs. lib/warm/README.md has the theory.
 */
#ifndef CX_STAGE_COMPILER_H
#define CX_STAGE_COMPILER_H

#include "codex/result.h"
#include "stage/artifact.h"
#include "stage/job.h"

struct cx_compiler {
	bool open;
	bool stays;	   /* its guest is a compiler that stays */
	bool ready;	   /* and has said so */
	bool spent;	   /* something was compiled in it that another request must not meet */
	unsigned served;   /* compilations */
	struct cx_job job; /* the place, without a request */
};

/* What it takes of a budget: nothing where the language has no compiler that stays, or where that does not fit. */
uint64_t cx_compiler_memory(const struct cx_language *lang, uint64_t budget);

/*
 * Between two requests: away with one that is used up, broken, or for another language; and open one where that helps.
 * @guest  a guest for the language's programs is parked, and the language is likely to be asked for
 */
int cx_compiler_tend(struct cx_compiler *compiler, struct cx_host *host, const struct cx_language *lang,
		     uint64_t budget, bool guest, struct cx_error *err);

/* Harmless when it is not open. */
void cx_compiler_close(struct cx_compiler *compiler);

/*
 * Compile the job's sources, so that the guest that waits in its sandbox can go on waiting. Fills res->compile and,
 * where the compiler refused, the rest as cx_stage_compile() does; with *ret_go_on, *ret is what was made, and it is in
 * the job's build directory.
 * @compiler  NULL: none
 * @return 1: no guest waits, and the job's own sandbox does as well; nothing has happened. 0; -1
 */
int cx_compiler_build(struct cx_compiler *compiler, struct cx_job *job, struct cx_result *res,
		      struct cx_artifact *ret, bool *ret_go_on, struct cx_error *err);

#endif
