/* One request becomes one row: what the workers of `batch` and `grade` do. */
#ifndef CODEX_CLI_ROWS_H
#define CODEX_CLI_ROWS_H

#include "codex/batch.h"
#include "codex/codec.h"
#include "codex/execute.h"

enum row_format { ROWS_JSON, ROWS_JUNIT, ROWS_TAP, ROWS_TABLE };

/* "json", "junit", "tap"; where `table` says so also "table". CX_EINPUT for anything else. */
int row_format_parse(const char *text, bool table, enum row_format *ret, struct cx_error *err);

/* Writes the text of a row whose other fields are there. */
typedef int row_formatter(const struct cx_request *req, const struct cx_result *res, struct cx_batch_row *row,
			  struct cx_error *err);

/*
 * Execute a request and write its row. Waits for as long as all slots are taken by others.
 * @name       of the suite in JUnit and TAP
 * @members    put at the front of a JSON row: `"line":1,`; the row goes on with `"ok":true,"verdict":"success",…`
 * @timings    a JSON row says where the time went, too
 * @formatter  NULL: as `format` says
 * @return     0; 1: there is no result, because of *err, which row_fail() tells; -1 when it was cancelled, or memory
 *             is out
 */
int row_execute(struct cx_context *ctx, enum row_format format, const char *name, const char *members,
		const struct cx_request *req, bool timings, row_formatter *formatter,
		struct cx_batch_row *ret, struct cx_error *err);

/* The row of a request that came to no result. */
int row_fail(enum row_format format, const char *name, const char *members, const char *id,
	     const struct cx_error *failure, struct cx_batch_row *ret, struct cx_error *err);

/* What stands before all rows, and behind them. */
const char *rows_header(enum row_format format);
void rows_footer(enum row_format format, unsigned long long rows, char *buf, size_t size);

/* ---- the count of rows ---- */

enum { TALLY_WORDS = 16 };

struct tally {
	unsigned long long rows;
	unsigned long long ok;
	unsigned long long before; /* of them, those that an earlier run had answered */
	struct {
		char status[sizeof(((struct cx_batch_row *)0)->status)];
		unsigned long long rows;
	} words[TALLY_WORDS];
};

void tally_add(struct tally *tally, const char *status, bool ok);

/* "700 success, 12 timeout" */
void tally_describe(const struct tally *tally, char *buf, size_t size);

#endif
