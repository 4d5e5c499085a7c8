/* A growing byte buffer. After a failed call the buffer is as it was. */
#ifndef CX_BASE_BUFFER_H
#define CX_BASE_BUFFER_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/bytes.h"
#include "codex/error.h"

struct cx_buffer {
	char *data; /* NUL behind the last byte when not NULL */
	size_t len;
	size_t cap;
};

/* All of these return 0, or -1 when memory is out. */
int cx_buffer_reserve(struct cx_buffer *buf, size_t more);
int cx_buffer_append(struct cx_buffer *buf, const void *data, size_t len);
int cx_buffer_puts(struct cx_buffer *buf, const char *text);
int cx_buffer_printf(struct cx_buffer *buf, const char *fmt, ...) CX_PRINTF(2, 3);

/* Hand the bytes over; the buffer is empty afterwards. */
struct cx_bytes cx_buffer_steal(struct cx_buffer *buf);
void cx_buffer_done(struct cx_buffer *buf);

/* Append a copy; 0, or -1 when memory is out. */
int cx_strings_add(struct cx_strings *strings, const char *text);
int cx_strings_addf(struct cx_strings *strings, const char *fmt, ...) CX_PRINTF(2, 3);
int cx_strings_copy(struct cx_strings *into, const struct cx_strings *from);
bool cx_strings_contain(const struct cx_strings *strings, const char *text);

/* A copy with NUL behind it; {NULL, 0} when memory is out and len is not 0. */
struct cx_bytes cx_bytes_copy(const void *data, size_t len);

#define cleanup_buffer	__attribute__((cleanup(cx_buffer_done)))
#define cleanup_strings __attribute__((cleanup(cx_strings_done)))
#define cleanup_bytes	__attribute__((cleanup(cx_bytes_done)))

#endif
