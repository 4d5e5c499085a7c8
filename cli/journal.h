/*
 * Where the rows of a batch go: stdout, or a file that a later run can continue. A row of that file begins with the
 * number of its line, and a hash of it, which is how it is known again:
 *
 *   {"line":12,"hash":"0123456789abcdef","ok":true,"verdict":"success", …
 */
#ifndef CODEX_CLI_JOURNAL_H
#define CODEX_CLI_JOURNAL_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"
#include "rows.h"

struct journal {
	int fd;
	const char *path; /* NULL: stdout */
	uint64_t size;	  /* of whole rows */
	int index_fd;	  /* hash of line N at 8 × N, 0 where it has no row; -1: nothing to continue */
	uint64_t last;	  /* the highest line that has one */
};

#define JOURNAL_STDOUT                              \
	{                                           \
		.fd = STDOUT_FILENO, .index_fd = -1 \
	}

/* The members that begin a row. */
enum { JOURNAL_MEMBERS = 64 };
void journal_members(uint64_t line, uint64_t hash, char buf[static JOURNAL_MEMBERS]);

/*
 * Open the file. It must be new or empty, or `resume` reads what it holds: a last row without its newline is cut
 * off, and *tally counts the others. CX_EINPUT: it is not ours to continue, or another process writes to it.
 */
int journal_open(const char *path, bool resume, struct journal *ret, struct tally *tally,
		 struct cx_error *err);
void journal_close(struct journal *journal);

/* True: the line has its row already. CX_EINPUT when that row answers another request. */
int journal_has(const struct journal *journal, uint64_t line, uint64_t hash, bool *ret, struct cx_error *err);

/* Add text, whole or not at all. */
int journal_write(struct journal *journal, const void *data, size_t len, struct cx_error *err);

#endif
