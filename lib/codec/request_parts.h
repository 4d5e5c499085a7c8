/* The parts of cx_request_parse(): what belongs together is read together. */
#ifndef CX_CODEC_REQUEST_PARTS_H
#define CX_CODEC_REQUEST_PARTS_H

#include <json-c/json.h>

#include "codex/request.h"

/* `code`, `files` and `main`: at least one source, names that do not meet, sizes. */
int cx_request_read_sources(struct json_object *root, struct cx_request *req, struct cx_error *err);

/* `collect`: names of files. */
int cx_request_read_collect(struct json_object *root, struct cx_request *req, struct cx_error *err);

/* `timeout` and `limits`, with the defaults for what is not given. */
int cx_request_read_limits(struct json_object *root, const struct cx_limit_bounds *bounds,
			   struct cx_request *req, struct cx_error *err);

/* One more wall time, within the same bounds. */
int cx_request_read_timeout(const char *path, struct json_object *value, const struct cx_limit_bounds *bounds,
			    uint64_t *ret_us, struct cx_error *err);

/* `tests`, `checker` and `stopOnFailure`; encoding and limits must have been read. */
int cx_request_read_tests(struct json_object *root, const struct cx_limit_bounds *bounds,
			  struct cx_request *req, struct cx_error *err);

/* A checker: its name, or an object. */
int cx_request_read_checker(const char *path, struct json_object *value, struct cx_checker *ret,
			    struct cx_strings *notices, struct cx_error *err);

#endif
