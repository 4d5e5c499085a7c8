/* Regular expressions (PCRE2, UTF off: bytes in, bytes out) with bounds on what a subject can cost. */
#ifndef CX_BASE_PATTERN_H
#define CX_BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/error.h"

struct cx_pattern;

/* At most this much of a subject is searched. */
enum { CX_PATTERN_MAX_SUBJECT = 64 * 1024 };

struct cx_span {
	size_t start;
	size_t len;
	bool set;
};

/* Multi-line: ^ and $ match at line ends. CX_EINPUT says where the pattern is wrong. */
int cx_pattern_compile(const char *text, struct cx_pattern **ret, struct cx_error *err);
void cx_pattern_free(struct cx_pattern *pattern);

/*
 * Search `subject` from `offset`. Fills up to `max` spans (0: the whole match, 1: the first group …).
 * True when it matched; a subject that costs more than the match limit counts as no match.
 */
bool cx_pattern_match(const struct cx_pattern *pattern, const char *subject, size_t len, size_t offset,
		      struct cx_span *spans, size_t max);

/* The number of a named group, or -1. */
int cx_pattern_group(const struct cx_pattern *pattern, const char *name);

/* How many groups it has, the whole match not counted. */
size_t cx_pattern_groups(const struct cx_pattern *pattern);

#endif
