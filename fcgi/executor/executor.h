/* codex-fcgi: one instance, for one language or a few. */
#ifndef EXECUTOR_H
#define EXECUTOR_H

#include <stdatomic.h>
#include <sys/types.h>

#include "codex/context.h"
#include "codex/request.h"
#include "codex/result.h"
#include "frame/server.h"

enum {
	EXECUTOR_LANGUAGES = 32,
	EXECUTOR_TESTS_SECONDS = 300, /* that the tests of one request may take together */
};

/* What the master found out about a language, for all workers to read. */
struct executor_language {
	char name[64];
	char version[128]; /* "": unknown */
	char reason[400];  /* "": it can run here */
};

/* In shared memory. */
struct executor_facts {
	_Atomic uint32_t languages_len; /* those that are written already; the first is the instance's own */
	struct executor_language languages[EXECUTOR_LANGUAGES];
	char floor[400]; /* why nothing can run here; "": the floor is met */
};

/* What the handlers work on. */
struct executor {
	struct cx_context *ctx;
	const struct server_base *base;
	struct cx_strings serves; /* canonical names; empty: all languages */
	struct executor_facts *facts;
	unsigned slots;
	pid_t preparer; /* 0: there is none */
};

/* Files beside this one, one handler each. */
site_handler execute_handle;
site_handler validate_handle;
site_handler health_handle;
site_handler info_handle;
site_handler piston_execute_handle;
site_handler piston_runtimes_handle;

/* Run the request, and note for log and metrics what came of it. @res is released with cx_result_done() after success. */
int execute_run(const struct site_exchange *exchange, const struct cx_request *req, struct cx_result *res,
		struct http_answer *ret, struct cx_error *err);

/*
 * Decode the body, and choose the language: the instance's own where the request names none. CX_EINPUT for
 * one that it does not serve. @ret is released with cx_request_done() in any case.
 */
int request_decode(const struct site_exchange *exchange, struct cx_request *ret, struct cx_error *err);

/* The process that compiles beforehand; in the master alone. */
void preparer_start(struct executor *executor);
void preparer_stop(struct executor *executor);

/* The registry's own name of a language, which lives as long as the instance; NULL: unknown. */
const char *request_language(const struct executor *executor, const char *name);

#endif
