/* What a request goes through once its slot is leased: each judges what the supervisor saw. */
#ifndef CX_STAGE_STAGES_H
#define CX_STAGE_STAGES_H

#include "codex/context.h"
#include "codex/result.h"
#include "base/buffer.h"
#include "stage/artifact.h"
#include "codex/validate.h"
#include "stage/job.h"

/*
 * Compile, if the language does. Fills res->compile; when the compiler refused or a limit ended it, also the status
 * and everything else that the answer says of it. *ret_go_on: the program may run.
 */
int cx_stage_compile(struct cx_job *job, struct cx_result *res, bool *ret_go_on, struct cx_error *err);

/* The compiler has refused, or a limit has ended it: what the answer says then. @said  all that it has said */
int cx_stage_refuse(const struct cx_language *lang, const struct cx_outcome *outcome,
		    struct cx_buffer *said, struct cx_result *res, struct cx_error *err);

/* What was built, and whether the sandbox of the job is still as new: nothing has run in it. */
struct cx_build {
	struct cx_artifact artifact;
	bool fresh;
};

#define CX_BUILD_NONE                        \
	{                                    \
		.artifact = CX_ARTIFACT_NONE \
	}

/*
 * Compile, or put in place what was compiled before from the same sources. @keep asks for the artifact, for further
 * sandboxes; where the language compiles nothing there is none. Fills res->compile as cx_stage_compile() does.
 */
int cx_stage_build(struct cx_job *job, bool keep, struct cx_build *ret, struct cx_result *res,
		   bool *ret_go_on, struct cx_error *err);

/* What one run gets, where it is not what the request has. */
struct cx_run_input {
	const struct cx_limits *limits;
	const struct cx_bytes *input;
	const struct cx_strings *args; /* behind those of the language; NULL: none */
	bool combined;
};

/* Run the program once and judge how it ended. */
int cx_stage_run(struct cx_job *job, const struct cx_run_input *with, struct cx_result *res,
		 struct cx_error *err);

/* A program that a checker's sources make, and what is known of it by now. */
struct cx_judge {
	const struct cx_checker *checker;
	const struct cx_language *lang; /* NULL: the checker needs no program */
	struct cx_request req;		/* borrows the checker's sources */
	struct cx_artifact artifact;
	bool built;
	char *broken; /* why it cannot judge anything */
};

struct cx_judges {
	struct cx_judge *items;
	size_t len;
};

/* Judges for the checkers of a request. CX_EINPUT: a language is not known; CX_EUNAVAILABLE: it cannot run here. */
int cx_judges_open(const struct cx_languages *languages, const struct cx_request *req, struct cx_judges *ret,
		   struct cx_error *err);
void cx_judges_done(struct cx_judges *judges);

/* Let a custom checker judge a test's whole output, in the slot, which is empty before and after. */
int cx_judge_ask(struct cx_judge *judge, struct cx_host *host, struct cx_slot *slot,
		 const struct cx_test *test, const struct cx_bytes *output, struct cx_test_result *ret,
		 struct cx_error *err);

/*
 * Run every test in a sandbox of its own, one after the other under the job's lease; the job is left in the last one.
 * Fills res->tests, passed, and what the answer says of the run as a whole.
 */
int cx_stage_tests(struct cx_job *job, const struct cx_build *build, struct cx_judges *judges,
		   struct cx_result *res, struct cx_error *err);

/* The same rows for a program that did not compile: none ran. */
int cx_stage_skip_tests(const struct cx_request *req, struct cx_result *res, struct cx_error *err);

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
