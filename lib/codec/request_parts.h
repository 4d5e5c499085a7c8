/* The parts of cx_request_parse(): what belongs together is read together. */
#ifndef CX_CODEC_REQUEST_PARTS_H
#define CX_CODEC_REQUEST_PARTS_H

#include <json-c/json.h>

#include "codex/request.h"

/*
 * The object that the bytes are, once they passed the strict scan; an empty text, a size over the body's and
 * another kind of value are refused. Released with json_object_put().
 */
int cx_request_decode(const char *json, size_t len, struct json_object **ret_root, struct cx_error *err);

/* `args`. */
int cx_request_read_args(struct json_object *value, struct cx_request *req, struct cx_error *err);

/* The name of a file: relative and safe. Owned by the caller. NULL is missing. */
int cx_request_read_name(const char *path, struct json_object *value, char **ret, struct cx_error *err);

/* The bytes of a file, decoded. Owned by the caller. NULL is missing. */
int cx_request_read_content(const char *path, struct json_object *value, enum cx_encoding encoding,
			    struct cx_bytes *ret, struct cx_error *err);

/* What holds for files that all have a name, once they are all there: names that do not meet, sizes, a main source that is text. */
int cx_request_check_files(const struct cx_request *req, struct cx_error *err);

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
