/* JSON for programs, tables for people. */
#ifndef CODEX_CLI_OUTPUT_H
#define CODEX_CLI_OUTPUT_H

#include <stdbool.h>
#include <stdio.h>

#include "codex/bytes.h"
#include "codex/error.h"

/* What `--json` and `--text` say; else a terminal gets text, everything else JSON. */
enum output_form { OUTPUT_AUTO, OUTPUT_JSON, OUTPUT_TEXT };

bool output_is_text(enum output_form form);

/* One line of JSON on stdout. */
int output_json(const struct cx_bytes *json, struct cx_error *err);

/*
 * Tell a failure of ours: always a line on stderr, and on stdout {status, error, field?, id?} when
 * `json` asks for it. Returns the exit status.
 */
int output_failure(const struct cx_error *failure, const char *id, bool json);

/* Flush stdout, and notice that what was printed did not arrive (a full disk). */
int output_flush(struct cx_error *err);

/* A text table: cells are collected, then printed in columns as wide as their widest cell. */
enum { TABLE_COLUMNS = 6 };
struct table {
	size_t columns;
	char **cells; /* row by row */
	size_t len;
	bool broken; /* out of memory: printed as an error */
};

/* Add one row of `columns` cells; NULL is an empty cell. */
void table_row(struct table *table, const char *const cells[]);

/* Print and release it. The last column is wrapped at the width of the terminal; a file gets one line per row. */
int table_print(struct table *table, struct cx_error *err);

#endif
