#include "diagnostics/position.h"

#include <string.h>

#include "base/utf8.h"

bool cx_line_find(const char *text, size_t len, uint32_t number, struct cx_line *ret)
{
	const char *end = text + len;
	for (const char *at = text; at && number; number--) {
		const char *newline = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		if (number == 1) {
			*ret = (struct cx_line){ at, (size_t)((newline ? newline : end) - at) };
			return true;
		}
		at = newline ? newline + 1 : NULL;
	}
	return false;
}

/* How many columns of the tool a character takes that begins at `column` (from 0). */
static uint32_t width(const struct cx_diagnostics_rule *rule, char first, size_t bytes, uint32_t column)
{
	if (first == '\t' && rule->tab_width > 1)
		return rule->tab_width - column % rule->tab_width;
	if (rule->column_unit == CX_COLUMN_BYTE)
		return (uint32_t)bytes;
	return rule->column_unit == CX_COLUMN_UTF16 && bytes == 4 ? 2 : 1;
}

uint32_t cx_column_convert(const struct cx_diagnostics_rule *rule, const struct cx_line *line,
			   uint32_t column, bool end)
{
	uint32_t passed = 0; /* columns of the tool */
	uint32_t points = 0;
	for (size_t at = 0; at < line->len && passed + 1 < column; points++) {
		bool valid;
		size_t bytes = cx_utf8_sequence(line->text + at, line->len - at, &valid);
		uint32_t next = passed + width(rule, line->text[at], bytes, passed);
		if (next >= column && !end)
			break;
		passed = next;
		at += bytes;
	}
	return points + 1;
}

uint32_t cx_column_of(const char *line, const char *at)
{
	uint32_t column = 1;
	for (bool valid; line < at; column++)
		line += cx_utf8_sequence(line, (size_t)(at - line), &valid);
	return column;
}
