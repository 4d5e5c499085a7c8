/*
 * One strict pass over JSON text (RFC 8259), before json-c sees it. json-c takes duplicate keys,
 * NaN, Infinity, 1e999, single quotes and raw control bytes, and cuts keys at NUL; none of these
 * pass here.
 */
#ifndef CX_CODEC_SCAN_H
#define CX_CODEC_SCAN_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/error.h"

/*
 * One value and nothing else but white space: UTF-8 without lone surrogates (raw or as \u escapes) and without
 * NUL in keys, no duplicate key in one object, numbers that fit a finite double, depth at most `max_depth`,
 * at most 200,000 values.
 * CX_EINPUT with a message that says what, and at which line and column (both from 1, columns in bytes);
 * err->field names the innermost field when inside one ("files[1].name").
 */
int cx_scan(const char *json, size_t len, unsigned max_depth, struct cx_error *err);

/*
 * The same pass, and the value of one member of the outermost object: *ret_text is its text when it is a string,
 * NULL (with *ret_len 0) when it is something else, absent, or no object is there. Escapes are undone; the text may
 * contain NUL. Owned by the caller.
 */
int cx_scan_member(const char *json, size_t len, unsigned max_depth, const char *key, bool *ret_there,
		   char **ret_text, size_t *ret_len, struct cx_error *err);

/*
 * The line (from 1) at which the value of `path` ("run.steps[0]", "" the whole) begins, in text that
 * cx_scan() accepted; of the longest part of the path that is there.
 */
unsigned cx_scan_line(const char *json, size_t len, const char *path);

#endif
