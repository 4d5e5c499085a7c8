/*
 * Bytes <-> structs: the only place that knows JSON.
 */
#ifndef CODEX_CODEC_H
#define CODEX_CODEC_H

#include "codex/request.h"
#include "codex/result.h"
#include "codex/validate.h"

#pragma GCC visibility push(default)

/**
 * Read one request. The bytes must be one strict RFC 8259 value in UTF-8.
 * @bounds  defaults and bounds of the limits
 * @ret     always initialised: release with cx_request_done(). After a failure it holds
 *          at most `id`, so that the answer can echo it.
 * @return  0, or -1 with CX_EINPUT or CX_ETOOLARGE; err->field names the field
 */
int cx_request_parse(const char *json, size_t len, const struct cx_limit_bounds *bounds,
		     struct cx_request *ret, struct cx_error *err);

/**
 * The `language` of a request, by the strict scan alone: nothing else of it is decoded.
 * @ret_language  owned by the caller
 * @return  0, or -1 with CX_EINPUT (no strict JSON object; `language` missing, no text, or none that can be a name) or
 *          CX_ETOOLARGE
 */
int cx_request_language(const char *json, size_t len, char **ret_language, struct cx_error *err);

/* Write an answer as one line of JSON without a newline. @ret_json is owned by the caller. */
int cx_result_format(const struct cx_request *req, const struct cx_result *res, struct cx_bytes *ret_json,
		     struct cx_error *err);
int cx_validation_format(const struct cx_request *req, const struct cx_validation *val,
			 struct cx_bytes *ret_json, struct cx_error *err);

/*
 * The same for people and build servers: a line FILE:LINE:COLUMN: error|warning: MESSAGE [CODE] for each entry; and
 * SARIF 2.1.0. `main_name` stands for the main source; NULL: the name that its language gave it.
 */
int cx_validation_format_gcc(const struct cx_validation *val, const char *main_name,
			     struct cx_bytes *ret_text, struct cx_error *err);
int cx_validation_format_sarif(const struct cx_validation *val, const char *main_name,
			       struct cx_bytes *ret_json, struct cx_error *err);

/* {status, error, field?, id?} of a failure; `id` may be NULL. */
int cx_error_format(const struct cx_error *failure, const char *id, struct cx_bytes *ret_json,
		    struct cx_error *err);

/*
 * The same for test harnesses: one <testsuite> of JUnit's XML, or one test of TAP with its subtests. `res` is NULL
 * when there is none, because of `failure`; only then `failure` is looked at.
 */
int cx_junit_format(const char *name, const struct cx_result *res, const struct cx_error *failure,
		    struct cx_bytes *ret, struct cx_error *err);
int cx_tap_format(const char *name, const struct cx_result *res, const struct cx_error *failure,
		  struct cx_bytes *ret, struct cx_error *err);

/* The answers of `languages`, `info` and `doctor`. */
int cx_languages_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err);
int cx_info_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err);
int cx_doctor_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err);

#pragma GCC visibility pop

#endif
