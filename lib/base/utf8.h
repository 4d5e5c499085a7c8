/* UTF-8 as Unicode defines it: no overlong forms, no surrogates, nothing over U+10FFFF. */
#ifndef CX_BASE_UTF8_H
#define CX_BASE_UTF8_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buffer.h"

/*
 * How many bytes the sequence at `text` takes (at least 1; `len` must not be 0). When it is not well-formed,
 * *ret_valid is false and the bytes are the maximal subpart that one U+FFFD stands for.
 */
size_t cx_utf8_sequence(const char *text, size_t len, bool *ret_valid);

bool cx_utf8_valid(const char *text, size_t len);

/* Write the sequence of a scalar value; returns its length. */
size_t cx_utf8_encode(uint32_t scalar, char out[static 4]);

/*
 * Append `text` with each maximal subpart of an ill-formed sequence replaced by U+FFFD, a sequence
 * that the end cuts short included. 0, or -1 when memory is out.
 */
int cx_utf8_append_repaired(struct cx_buffer *into, const char *text, size_t len);

#endif
