/*
 * Writing JSON on one line. Whatever bytes come in, what comes out is valid: text is repaired to UTF-8. A failed
 * allocation is remembered, so that only cx_writer_finish() needs to be checked.
 */
#ifndef CX_CODEC_WRITER_H
#define CX_CODEC_WRITER_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct cx_writer {
	struct cx_buffer buf;
	bool out_of_memory;
	bool comma;	  /* the next value or key has one before it */
	unsigned depth;	  /* open objects and arrays */
	char closers[16]; /* how each of them ends */
};

void cx_writer_object(struct cx_writer *w);
void cx_writer_array(struct cx_writer *w);
/* End the innermost object or array. */
void cx_writer_close(struct cx_writer *w);

void cx_writer_key(struct cx_writer *w, const char *key);

void cx_writer_null(struct cx_writer *w);
void cx_writer_bool(struct cx_writer *w, bool value);
void cx_writer_uint(struct cx_writer *w, uint64_t value);
void cx_writer_int(struct cx_writer *w, int64_t value);
/* µs as seconds, always with a decimal point and without superfluous digits: 0.25, 3.0. */
void cx_writer_seconds(struct cx_writer *w, uint64_t us);
/* A finite number: 0.05, 60. */
void cx_writer_number(struct cx_writer *w, double value);
/* NULL is written as null. */
void cx_writer_text(struct cx_writer *w, const char *text);
void cx_writer_bytes(struct cx_writer *w, const struct cx_bytes *bytes);
/* Text that is one JSON value already, and was checked. */
void cx_writer_json(struct cx_writer *w, const struct cx_bytes *json);
void cx_writer_base64(struct cx_writer *w, const struct cx_bytes *bytes);
void cx_writer_strings(struct cx_writer *w, const struct cx_strings *strings);

/* Hand the text over, and release the rest in any case. */
int cx_writer_finish(struct cx_writer *w, struct cx_bytes *ret, struct cx_error *err);

#endif
