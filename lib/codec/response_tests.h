/* The part of an answer that tells of tests. */
#ifndef CX_CODEC_RESPONSE_TESTS_H
#define CX_CODEC_RESPONSE_TESTS_H

#include "codec/writer.h"
#include "codex/request.h"
#include "codex/result.h"

/* `tests`, `summary` and `passed`. */
void cx_response_write_tests(struct cx_writer *w, const struct cx_request *req, const struct cx_result *res);

/* `limit`: null, or {name, value, source}. */
void cx_response_write_limit(struct cx_writer *w, const struct cx_limit_hit *hit);

/* A stream under its key, in the encoding of the request. */
void cx_response_write_stream(struct cx_writer *w, const char *key, const struct cx_bytes *bytes,
			      enum cx_encoding encoding);

#endif
