/* From a tool's columns to ours: Unicode code points from 1. */
#ifndef CX_DIAGNOSTICS_POSITION_H
#define CX_DIAGNOSTICS_POSITION_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "language/language.h"

/* One line of a source, its end not counted. */
struct cx_line {
	const char *text;
	size_t len;
};

/* Line `number` (from 1) of a text; false when there are not that many. */
bool cx_line_find(const char *text, size_t len, uint32_t number, struct cx_line *ret);

/*
 * The code point at which the tool's `column` (from 1) lies; at most one behind the line's last. A column
 * within a character is that character, or with `end` the one behind it.
 */
uint32_t cx_column_convert(const struct cx_diagnostics_rule *rule, const struct cx_line *line,
			   uint32_t column, bool end);

/* The code point (from 1) at which `at` stands in the line that begins at `line`. */
uint32_t cx_column_of(const char *line, const char *at);

#endif
