/* Lines of any length from a descriptor, in memory that does not grow with them. */
#ifndef CODEX_CLI_LINES_H
#define CODEX_CLI_LINES_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

enum { LINES_CHUNK = 64 * 1024 };

struct lines {
	int fd;
	const char *what; /* for messages: "the input" */
	size_t keep; /* of a longer line only so many bytes are kept, and one more to show that it was longer */
	bool ended;
	uint64_t number;   /* of the line that comes next, from 1 */
	uint64_t offset;   /* of its first byte */
	uint64_t consumed; /* bytes of all lines so far, the open one included */
	char chunk[LINES_CHUNK];
	size_t at, len; /* what is left of the chunk */
	char *line;	/* the open line */
	size_t line_len, line_cap;
	uint64_t hash; /* of all of it */
};

struct line {
	uint64_t number;
	uint64_t offset;
	uint64_t hash; /* of its bytes without the newline, never 0 */
	bool torn;     /* the file ended before its newline */
	struct cx_bytes text;
};

enum lines_next { LINES_LINE, LINES_WAIT, LINES_END };

void lines_open(struct lines *lines, int fd, size_t keep, const char *what);
void lines_done(struct lines *lines);

/* An enum lines_next, or -1. LINES_WAIT: the descriptor is not readable now. *ret is the caller's to release. */
int lines_next(struct lines *lines, struct line *ret, struct cx_error *err);

#endif
