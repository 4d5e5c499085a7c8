/*
 * The context of a process: configuration from the environment, languages,
 * slots, prepared policies. One per process; nothing in the library is threaded.
 *
 * The process must ignore SIGPIPE: a guest may close its standard input before it has read all of it.
 */
#ifndef CODEX_CONTEXT_H
#define CODEX_CONTEXT_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/caps.h"
#include "codex/language.h"
#include "codex/limits.h"

#pragma GCC visibility push(default)

struct cx_context;
struct cx_ahead;

/* What becomes of modules that make no sense in the sandbox: a kindness to people, never a wall. */
enum cx_modules {
	CX_MODULES_WARN,   /* as the language's data says, which is a word of warning */
	CX_MODULES_REFUSE, /* a program that uses one is not run */
	CX_MODULES_ALLOW,  /* nobody looks */
};

/* "warn", "refuse", "allow". */
const char *cx_modules_name(enum cx_modules modules);

/**
 * Read the configuration (CODEX_* variables) and the language files.
 * @return 0, or -1 with CX_EUNAVAILABLE (a wrong variable or language file, no state directory) or CX_EINTERNAL.
 */
int cx_context_open(struct cx_context **ret_ctx, struct cx_error *err);

/*
 * For one request: where that can be told from the name alone, only the file of this language is read, and the others
 * are unknown. NULL: all, as above.
 */
int cx_context_open_for(const char *language, struct cx_context **ret_ctx, struct cx_error *err);

/*
 * For a process that serves one request and ends then: start what takes time and is the same for all, before the
 * request is read. NULL when there is nothing that could be started, which is no error.
 */
struct cx_ahead *cx_ahead_start(void);

/* In vain. NULL is accepted, here and below. */
void cx_ahead_stop(struct cx_ahead *ahead);

/* The first run in this context goes on with it. Takes ownership. */
void cx_context_take_ahead(struct cx_context *ctx, struct cx_ahead *ahead);

/* The limits' bounds as the environment moves them, before there is a context. CX_EUNAVAILABLE: a wrong variable. */
int cx_context_read_bounds(struct cx_limit_bounds *ret, struct cx_error *err);

/**
 * Make it the context of a service of that name, which knows these languages and no other.
 * @names  names or aliases; empty: all languages
 * @return 0, or -1 with CX_EINPUT for a name that is no language's
 */
int cx_context_serve(struct cx_context *ctx, const char *service, const struct cx_strings *names,
		     struct cx_error *err);

const char *cx_context_service(const struct cx_context *ctx);

/*
 * For a process that serves one request after the other: between two of them it parks what the next one will need, so
 * that this starts warm. Before the first call of cx_context_rest() nothing is parked, nor is it with CODEX_WARM=0.
 * @first    the language that is expected first; NULL: none
 * @workers  how many processes share CODEX_WARM_MEMORY_MB
 */
void cx_context_begin_rest(struct cx_context *ctx, const char *first, unsigned workers);

/* Whatever goes wrong is tried again later. How long the next call may be off, in µs; UINT64_MAX: for ever. */
uint64_t cx_context_rest(struct cx_context *ctx);

/* True when something waits for the next request. */
bool cx_context_is_parked(const struct cx_context *ctx);

/* Memory for all that waits in this service or batch; 0: nothing waits here (CODEX_WARM=0). */
uint64_t cx_context_warm_bytes(const struct cx_context *ctx);

/* Let go of what is parked. */
void cx_context_end_rest(struct cx_context *ctx);

/* NULL is accepted. */
void cx_context_free(struct cx_context *ctx);

const struct cx_limit_bounds *cx_context_bounds(const struct cx_context *ctx);
const struct cx_languages *cx_context_languages(const struct cx_context *ctx);

/* Try each layer in a forked child, once; the answer stays valid as long as the context. */
const struct cx_caps *cx_context_probe(struct cx_context *ctx);

enum cx_floor cx_context_floor(const struct cx_context *ctx);

enum cx_modules cx_context_modules(const struct cx_context *ctx);

/* Where leases, versions and the guests' directories are; and how many runs may go at once. */
const char *cx_context_state_dir(const struct cx_context *ctx);
unsigned cx_context_slots(const struct cx_context *ctx);

/* Longest wait for a slot, in µs. */
uint64_t cx_context_queue_us(const struct cx_context *ctx);

/**
 * The version of a language's toolchain, from the state directory or by asking it once, in the sandbox.
 * @ret_version  owned by the caller
 * @return 0, or -1 with CX_EUNAVAILABLE when the toolchain is missing
 */
int cx_context_version(struct cx_context *ctx, const struct cx_language *lang, char **ret_version,
		       struct cx_error *err);

/**
 * Compile beforehand, for one language, what many of its sources begin with, one piece: of what its data calls common, or
 * of what requests would have used more than once. To be called when there is nothing else to do, as it takes seconds;
 * it takes no slot from a request.
 * @common    false: only what requests would have used
 * @ret_made  false: there is nothing left to make, or no room, or another process is at it
 */
int cx_context_prepare(struct cx_context *ctx, const struct cx_language *lang, bool common, bool *ret_made,
		       struct cx_error *err);

#pragma GCC visibility pop

#endif
