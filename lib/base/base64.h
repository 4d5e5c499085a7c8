/* Base64 (RFC 4648) and hexadecimal, without leniency. */
#ifndef CX_BASE_BASE64_H
#define CX_BASE_BASE64_H

#include <stddef.h>

#include "base/buffer.h"

/* Append the encoding of `len` bytes: padded, on one line. 0, or -1 when memory is out. */
int cx_base64_append(struct cx_buffer *into, const char *data, size_t len);

/*
 * Append the bytes that the text stands for. CX_EINPUT when it is not canonical: a character that is not of the
 * alphabet (white space is none of it), padding missing or misplaced, bits behind the last byte.
 */
int cx_base64_decode(struct cx_buffer *into, const char *text, size_t len, struct cx_error *err);

/* Pairs of hexadecimal digits in either case. CX_EINPUT for anything else. */
int cx_hex_decode(struct cx_buffer *into, const char *text, size_t len, struct cx_error *err);

#endif
