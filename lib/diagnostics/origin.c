#include "diagnostics/origin.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "diagnostics/position.h"
#include "diagnostics/source.h"

enum { MAX_TEXT = 256 };

/* One match of the pattern. */
struct origin {
	char at[MAX_TEXT];   /* "FILE:LINE" where it failed, as the message begins */
	char file[MAX_TEXT]; /* and where the program asked for it */
	char line[16];
	char column[16];
};

bool cx_origin_is_wanted(const struct cx_language *lang, const struct cx_validation *val)
{
	bool wanted = false;
	for (size_t i = 0; i < val->len; i++)
		wanted |= val->items[i].error && !val->items[i].line;
	return wanted && lang->diagnostics.origin.pattern;
}

static void copy_group(const struct cx_pattern *pattern, const char *name, const char *text,
		       const struct cx_span *spans, size_t len, char *buf, size_t size)
{
	int group = cx_pattern_group(pattern, name);
	*buf = '\0';
	if (group >= 0 && (size_t)group < len && spans[group].set && spans[group].len < size)
		snprintf(buf, size, "%.*s", (int)spans[group].len, text + spans[group].start);
}

static bool begins_at(const char *message, const char *at)
{
	size_t len = strlen(at);
	return len && !strncmp(message, at, len) && !strncmp(message + len, ": ", 2);
}

static int move(const struct cx_reading *how, const struct origin *origin, struct cx_diagnostic *item)
{
	const struct cx_file *file = cx_source_find(how, origin->file);
	struct cx_line line;
	uint32_t number = (uint32_t)strtoul(origin->line, NULL, 10);
	if (!file || !cx_line_find(file->content.data, file->content.len, number, &line))
		return 0;
	if (cx_source_is_named(how) && !item->file && !(item->file = strdup(cx_source_name(how, file))))
		return -1;
	item->line = number;
	if (*origin->column)
		item->column = cx_column_convert(&how->lang->diagnostics, &line,
						 (uint32_t)strtoul(origin->column, NULL, 10), false);
	return 0;
}

int cx_origin_read(const struct cx_reading *how, const struct cx_bytes *said, struct cx_validation *val,
		   struct cx_error *err)
{
	const struct cx_pattern *pattern = how->lang->diagnostics.origin.pattern;
	struct cx_span spans[16];
	const size_t len = sizeof(spans) / sizeof(spans[0]);
	size_t at = 0;
	while (at < said->len && cx_pattern_match(pattern, said->data, said->len, at, spans, len)) {
		struct origin origin;
		copy_group(pattern, "at", said->data, spans, len, origin.at, sizeof(origin.at));
		copy_group(pattern, "file", said->data, spans, len, origin.file, sizeof(origin.file));
		copy_group(pattern, "line", said->data, spans, len, origin.line, sizeof(origin.line));
		copy_group(pattern, "column", said->data, spans, len, origin.column, sizeof(origin.column));
		for (size_t i = 0; i < val->len; i++)
			if (!val->items[i].line && begins_at(val->items[i].message, origin.at) &&
			    move(how, &origin, &val->items[i]) < 0)
				return cx_fail_oom(err);
		at = spans[0].start + spans[0].len + (spans[0].len == 0);
	}
	return 0;
}
