/* What a request goes through once its slot is leased: each judges what the supervisor saw. */
#ifndef CX_STAGE_STAGES_H
#define CX_STAGE_STAGES_H

#include "codex/context.h"
#include "codex/result.h"
#include "codex/validate.h"
#include "stage/job.h"

/*
 * Compile, if the language does. Fills res->compile; when the compiler refused or a limit ended it, also the status
 * and everything else that the answer says of it. *ret_go_on: the program may run.
 */
int cx_stage_compile(struct cx_job *job, struct cx_result *res, bool *ret_go_on, struct cx_error *err);

/* Run the program once and judge how it ended. */
int cx_stage_run(struct cx_job *job, struct cx_result *res, struct cx_error *err);

/*
 * Find the modules of the request's sources that the policy names, before they are compiled or run. Notices for
 * those to warn of; CX_EINPUT, with module and line, for one to refuse. Nobody looks when `modules` says so, or
 * when no source has such a name in it and none is to be refused.
 */
int cx_stage_modules(struct cx_job *job, enum cx_modules modules, struct cx_strings *notices,
		     struct cx_error *err);

/*
 * Check the sources without running them: the language's validate steps, or its compile steps where it has
 * none. Fills everything in *val but its language, version and the notices of the request.
 */
int cx_stage_validate(struct cx_job *job, enum cx_modules modules, struct cx_validation *val,
		      struct cx_error *err);

/*
 * The version of a toolchain, asked in the sandbox. @ret_version is owned by the caller; NULL when what the tool
 * printed does not match the language's pattern.
 */
int cx_stage_version(struct cx_host *host, const struct cx_language *lang, char **ret_version,
		     struct cx_error *err);

#endif
