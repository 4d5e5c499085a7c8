/* The state of cx_scan(), shared by its parts. */
#ifndef CX_CODEC_SCANNER_H
#define CX_CODEC_SCANNER_H

#include <stdbool.h>
#include <stddef.h>

#include "base/buffer.h"

struct cx_scanner {
	const char *begin, *at, *end;
	unsigned depth, max_depth;
	unsigned values;	/* begun so far */
	struct cx_buffer names; /* decoded keys of all open objects, one behind the other */
	struct cx_buffer keys;	/* struct key of all open objects */
	char path[256];		/* of the value that is being read: "files[1].name" */
	size_t path_len;
	const char *wanted; /* cx_scan_line(): the path to look for, and where the value begins */
	size_t found_len;
	const char *found;
	const char *
		member; /* cx_scan_member(): the key of the outermost object to look for, and where its value begins */
	const char *member_at;
	struct cx_error *err;
};

/* Fail at a place of the text, with its line and column, and the field that is being read. */
int cx_scanner_fail(struct cx_scanner *s, const char *at, const char *fmt, ...) CX_PRINTF(3, 4);
/* Fail where we are: something else was expected. */
int cx_scanner_fail_expected(struct cx_scanner *s, const char *expected);

/* At the opening quote of a string. `decoded` takes its value; it may be NULL. */
int cx_scanner_string(struct cx_scanner *s, struct cx_buffer *decoded);

static inline bool cx_scanner_next_is(const struct cx_scanner *s, char c)
{
	return s->at < s->end && *s->at == c;
}

#endif
