#include "diagnostics/diagnostics.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "codec/tool_json.h"
#include "diagnostics/modules.h"
#include "diagnostics/position.h"
#include "diagnostics/source.h"

/* Tools are hostile, too: a compiler says what its input makes it say. */
enum { MAX_FINDINGS = 4000, STOP = 1 };

struct reader {
	const struct cx_reading *how;
	const struct cx_pattern *pattern; /* of text; NULL: JSON */
	struct cx_validation *into;
	struct cx_module_uses *uses;
	size_t findings;
	size_t warnings;
	bool cut; /* there was more than is kept */
};

/* ---- what is kept ---- */

static bool same_text(const char *a, const char *b)
{
	return a == b || (a && b && !strcmp(a, b));
}

static bool is_there(const struct cx_validation *val, const struct cx_diagnostic *item)
{
	for (size_t i = 0; i < val->len; i++) {
		const struct cx_diagnostic *other = &val->items[i];
		if (other->error == item->error && other->line == item->line &&
		    other->column == item->column && same_text(other->message, item->message) &&
		    same_text(other->file, item->file))
			return true;
	}
	return false;
}

static void diagnostic_done(struct cx_diagnostic *item)
{
	free(item->message);
	free(item->code);
	free(item->file);
}

/* Takes what the item owns. -1 when memory is out. */
static int keep(struct cx_validation *val, struct cx_diagnostic *item)
{
	if (is_there(val, item)) {
		diagnostic_done(item);
		return 0;
	}
	struct cx_diagnostic *items = realloc(val->items, (val->len + 1) * sizeof(*items));
	if (!items) {
		diagnostic_done(item);
		return -1;
	}
	val->items = items;
	items[val->len++] = *item;
	return 0;
}

int cx_diagnostics_add(struct cx_validation *into, bool error, const char *code, struct cx_error *err,
		       const char *fmt, ...)
{
	struct cx_diagnostic item = { .error = error };
	va_list args;
	va_start(args, fmt);
	int made = vasprintf(&item.message, fmt, args);
	va_end(args);
	if (made < 0)
		item.message = NULL;
	if (made < 0 || (code && !(item.code = strdup(code)))) {
		free(item.message);
		return cx_fail_oom(err);
	}
	return keep(into, &item) < 0 ? cx_fail_oom(err) : 0;
}

/* ---- one finding ---- */

static uint32_t number(const char *text)
{
	if (!text)
		return 0;
	unsigned long value = strtoul(text, NULL, 10);
	return value > INT32_MAX ? 0 : (uint32_t)value;
}

static void place_end(const struct cx_reading *how, const struct cx_file *file,
		      const struct cx_finding *finding, struct cx_diagnostic *item)
{
	const struct cx_diagnostics_rule *rule = &how->lang->diagnostics;
	uint32_t end_line = number(finding->part[CX_FINDING_END_LINE]);
	uint32_t end_column = number(finding->part[CX_FINDING_END_COLUMN]);
	struct cx_line line;
	if (!end_line || !end_column || !cx_line_find(file->content.data, file->content.len, end_line, &line))
		return;
	end_column += rule->column_from_zero + rule->end_inclusive;
	end_column = cx_column_convert(rule, &line, end_column, true);
	if (end_line < item->line || (end_line == item->line && end_column <= item->column))
		return;
	item->end_line = end_line;
	item->end_column = end_column;
}

/* A position in a file of the request becomes ours; any other stays out, as nobody can look there. */
static void place(const struct cx_reading *how, const struct cx_file *file, const struct cx_finding *finding,
		  struct cx_diagnostic *item)
{
	const struct cx_diagnostics_rule *rule = &how->lang->diagnostics;
	struct cx_line line;
	item->line = number(finding->part[CX_FINDING_LINE]);
	const char *column = finding->part[CX_FINDING_COLUMN];
	if (!item->line || !cx_line_find(file->content.data, file->content.len, item->line, &line))
		return;
	if (column)
		item->column = cx_column_convert(rule, &line, number(column) + rule->column_from_zero, false);
	place_end(how, file, finding, item);
}

/* "stl_algo.h:1950: MESSAGE" for what is said of a file that is not the request's. */
static int set_message(const struct cx_reading *how, const struct cx_finding *finding, bool foreign,
		       struct cx_diagnostic *item)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	cleanup_buffer struct cx_buffer code = { 0 };
	const char *message = finding->part[CX_FINDING_MESSAGE];
	const char *file = finding->part[CX_FINDING_FILE];
	if (foreign && file) {
		const char *slash = strrchr(file, '/');
		if (cx_source_clean(how, slash ? slash + 1 : file, strlen(slash ? slash + 1 : file), &text) <
			    0 ||
		    cx_buffer_printf(&text, ":%u: ", number(finding->part[CX_FINDING_LINE])) < 0)
			return -1;
	}
	const char *detail = finding->part[CX_FINDING_DETAIL];
	if (cx_source_clean(how, message, strlen(message), &text) < 0)
		return -1;
	if (detail && *detail && !strstr(message, detail) &&
	    (cx_buffer_puts(&text, ": ") < 0 || cx_source_clean(how, detail, strlen(detail), &text) < 0))
		return -1;
	if (finding->part[CX_FINDING_CODE] && *finding->part[CX_FINDING_CODE]) {
		if (cx_source_clean(how, finding->part[CX_FINDING_CODE],
				    strlen(finding->part[CX_FINDING_CODE]), &code) < 0)
			return -1;
		item->code = cx_buffer_steal(&code).data;
	}
	if (!text.len && cx_buffer_puts(&text, "error") < 0)
		return -1;
	item->message = cx_buffer_steal(&text).data;
	return 0;
}

static int take_module(struct reader *reader, const struct cx_file *file, const struct cx_finding *finding)
{
	struct cx_diagnostic item = { 0 };
	if (file)
		place(reader->how, file, finding, &item);
	return cx_modules_note(reader->how, finding->part[CX_FINDING_MESSAGE], file, item.line, item.column,
			       reader->uses);
}

/* An error to the tool, but not to us. */
static bool is_demoted(const struct cx_diagnostics_rule *rule, const struct cx_finding *finding)
{
	struct cx_span span;
	const char *code = finding->part[CX_FINDING_CODE];
	return rule->warning_code && code &&
	       cx_pattern_match(rule->warning_code, code, strlen(code), 0, &span, 1);
}

static bool is_error(const struct cx_diagnostics_rule *rule, const struct cx_finding *finding)
{
	struct cx_span span;
	const char *severity = finding->part[CX_FINDING_SEVERITY];
	if (is_demoted(rule, finding))
		return false;
	if (!severity)
		severity = rule->default_severity;
	return cx_pattern_match(rule->error_word, severity, strlen(severity), 0, &span, 1);
}

static bool is_ignored(const struct cx_diagnostics_rule *rule, const char *message)
{
	struct cx_span span;
	return rule->ignore && cx_pattern_match(rule->ignore, message, strlen(message), 0, &span, 1);
}

/* 0, STOP or -1. */
static int take(void *self, const struct cx_finding *finding)
{
	struct reader *reader = self;
	const struct cx_reading *how = reader->how;
	const struct cx_diagnostics_rule *rule = &how->lang->diagnostics;
	const char *name = finding->part[CX_FINDING_FILE];
	const char *severity = finding->part[CX_FINDING_SEVERITY];
	struct cx_diagnostic item = { .error = is_error(rule, finding) };

	const struct cx_file *file = name ? cx_source_find(how, name) : NULL;
	if (!name && finding->part[CX_FINDING_LINE] && !cx_source_is_named(how))
		file = &how->req->files[how->req->main_file];
	if (severity && !strcmp(severity, "module"))
		return take_module(reader, file, finding);
	if (++reader->findings > MAX_FINDINGS || reader->into->len >= CX_MAX_DIAGNOSTICS) {
		reader->cut = true;
		return STOP;
	}
	if (severity && !item.error && !strstr(severity, "warn") && !is_demoted(rule, finding))
		return 0; /* a note, or help: it belongs to another finding */
	if (is_ignored(rule, finding->part[CX_FINDING_MESSAGE]))
		return 0;
	if (!item.error && ++reader->warnings > CX_MAX_DIAGNOSTICS / 2) {
		reader->cut = true;
		return 0;
	}
	if (file) {
		place(how, file, finding, &item);
		if (cx_source_is_named(how) && !(item.file = strdup(cx_source_name(how, file))))
			return -1;
	}
	if (set_message(how, finding, !file, &item) < 0) {
		diagnostic_done(&item);
		return -1;
	}
	return keep(reader->into, &item);
}

/* ---- a tool's text ---- */

/* The groups of one match, each with an end of its own. */
static int take_match(struct reader *reader, const char *text, const struct cx_span *spans, size_t len)
{
	const struct cx_pattern *pattern = reader->pattern;
	struct cx_finding finding = { 0 };
	char column[24];
	char *owned[CX_FINDING_PARTS] = { 0 };
	int r = 0;
	for (int part = 0; part < CX_FINDING_PARTS && r == 0; part++) {
		int group = cx_pattern_group(pattern, cx_finding_part_name((enum cx_finding_part)part));
		if (group < 0 || (size_t)group >= len || !spans[group].set)
			continue;
		owned[part] = strndup(text + spans[group].start, spans[group].len);
		finding.part[part] = owned[part];
		r = owned[part] ? 0 : -1;
	}
	/* A caret below a quoted line tells the column by what stands before it. */
	int caret = cx_pattern_group(pattern, "caret");
	if (caret >= 0 && (size_t)caret < len && spans[caret].set) {
		snprintf(column, sizeof(column), "%zu", spans[caret].len + 1);
		finding.part[CX_FINDING_COLUMN] = column;
	}
	if (r == 0 && finding.part[CX_FINDING_MESSAGE])
		r = take(reader, &finding);
	for (int part = 0; part < CX_FINDING_PARTS; part++)
		free(owned[part]);
	return r;
}

static int read_text(struct reader *reader, const char *text, size_t len)
{
	const struct cx_pattern *pattern = reader->pattern;
	struct cx_span spans[24];
	const size_t max = sizeof(spans) / sizeof(spans[0]);
	size_t at = 0;
	while (at < len && cx_pattern_match(pattern, text, len, at, spans, max)) {
		int r = take_match(reader, text, spans, max);
		if (r)
			return r;
		at = spans[0].start + spans[0].len + (spans[0].len == 0);
	}
	return 0;
}

static bool knows(void *self, const char *file)
{
	const struct reader *reader = self;
	return cx_source_find(reader->how, file);
}

int cx_diagnostics_say_cut(struct cx_validation *into, struct cx_error *err)
{
	static const char more[] = "the tool found more than is shown";
	if (cx_strings_contain(&into->notices, more))
		return 0;
	return cx_strings_add(&into->notices, more) < 0 ? cx_fail_oom(err) : 0;
}

int cx_diagnostics_read(const struct cx_reading *how, const struct cx_bytes *said, struct cx_validation *into,
			struct cx_module_uses *uses, bool *ret_cut, struct cx_error *err)
{
	const struct cx_diagnostics_rule *rule = &how->lang->diagnostics;
	struct reader reader = {
		.how = how,
		.pattern = how->plain ? rule->plain.pattern : rule->pattern,
		.into = into,
		.uses = uses,
	};
	const struct cx_finding_sink sink = { &reader, knows, take };
	int r = 0;
	reader.cut = reader.pattern && said->len > CX_PATTERN_MAX_SUBJECT;
	for (size_t i = 0; i < into->len; i++)
		reader.warnings += !into->items[i].error;
	if (said->len && reader.pattern)
		r = read_text(&reader, said->data, said->len);
	else if (said->len && rule->fields[CX_FINDING_MESSAGE])
		r = cx_tool_json_read(rule, said->data, said->len, &sink);
	if (r < 0 || (said->len && cx_modules_read_list(how, said->data, said->len, uses) < 0))
		return cx_fail_oom(err);
	*ret_cut = reader.cut;
	return reader.cut ? cx_diagnostics_say_cut(into, err) : 0;
}

int cx_diagnostics_first_line(const struct cx_reading *how, const struct cx_bytes *said, char **ret,
			      struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	const char *at = said->data ? said->data : "";
	const char *end = at + said->len;
	while (at < end && !text.len) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t len = (size_t)((newline ? newline : end) - at);
		if (cx_source_clean(how, at, len, &text) < 0)
			return cx_fail_oom(err);
		at += len + 1;
	}
	*ret = text.len ? cx_buffer_steal(&text).data : strdup("");
	return *ret ? 0 : cx_fail_oom(err);
}
