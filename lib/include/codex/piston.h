/*
 * Piston's API, version 2, as a dialect: its requests become ours, our answers become its own. docs/piston.md
 * has what is taken from it, and the differences.
 */
#ifndef CODEX_PISTON_H
#define CODEX_PISTON_H

#include "codex/context.h"
#include "codex/request.h"
#include "codex/result.h"

#pragma GCC visibility push(default)

/**
 * Read the body of an execute call, strictly.
 * @bounds       -1 of a memory limit asks for their maximum; times that are not given have their default
 * @ret          always initialised: release with cx_request_done(). `combined` is set.
 * @ret_version  the range that the toolchain's version must lie in; owned by the caller, NULL after a failure
 * @return       0, or -1 with CX_EINPUT or CX_ETOOLARGE and the message as Piston words it
 */
int cx_piston_parse(const char *json, size_t len, const struct cx_limit_bounds *bounds,
		    struct cx_request *ret, char **ret_version, struct cx_error *err);

/**
 * Find the language, check its version, and let the language name a main source whose own name says nothing to it:
 * Piston takes any.
 * @return  0, or -1 with CX_EINPUT ("LANGUAGE-VERSION runtime is unknown") or CX_EUNAVAILABLE
 */
int cx_piston_choose(struct cx_context *ctx, struct cx_request *req, const char *version,
		     struct cx_error *err);

/* The answers, as one line of JSON without a newline. @ret_json is owned by the caller. */
int cx_piston_result_format(const struct cx_request *req, const struct cx_result *res,
			    struct cx_bytes *ret_json, struct cx_error *err);

/* [{language, version, aliases}], of the languages of this context that can run here. */
int cx_piston_runtimes_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err);

/* One list of several, without what is there twice. CX_EINPUT when a list is none. */
int cx_piston_runtimes_merge(const struct cx_bytes *lists, size_t len, struct cx_bytes *ret_json,
			     struct cx_error *err);

/* {message} */
int cx_piston_error_format(const char *message, struct cx_bytes *ret_json, struct cx_error *err);

#pragma GCC visibility pop

#endif
