/* Owned byte strings and lists, shared by every public struct. */
#ifndef CODEX_BYTES_H
#define CODEX_BYTES_H

#include <stddef.h>

#pragma GCC visibility push(default)

/*
 * `len` bytes that may contain NUL. When data is not NULL, one NUL byte that
 * `len` does not count follows the last one, so that text can be printed as it
 * is. {NULL, 0} is the empty string.
 */
struct cx_bytes {
	char *data;
	size_t len;
};

/* A list of strings; `items[len]` is NULL when items is not NULL. */
struct cx_strings {
	char **items;
	size_t len;
};

/* Free the contents and leave the object empty. NULL and empty objects are accepted. */
void cx_bytes_done(struct cx_bytes *bytes);
void cx_strings_done(struct cx_strings *strings);

#pragma GCC visibility pop

#endif
