/* The Test Anything Protocol, version 14: one test for each request, its tests as subtests. */
#include <stdio.h>

#include "codec/dialect.h"
#include "codec/writer.h"
#include "codex/codec.h"

/* In a description "#" would begin a directive, and a backslash escapes it. */
static int append_description(struct cx_buffer *into, const char *text)
{
	int added = 0;
	for (; *text && added == 0; text++)
		if (*text == '#' || *text == '\\')
			added = cx_buffer_printf(into, "\\%c", *text);
		else
			added = cx_buffer_append(into, text, 1);
	return added;
}

/* A line of the YAML block; what JSON says of a text, YAML says too. */
static int append_yaml(struct cx_buffer *into, const char *indent, const char *key, const char *value)
{
	struct cx_writer w = { 0 };
	struct cx_bytes text;
	struct cx_error err;
	cx_writer_text(&w, value);
	if (cx_writer_finish(&w, &text, &err) < 0)
		return -1;
	int added = cx_buffer_printf(into, "%s  %s: %s\n", indent, key, text.data);
	cx_bytes_done(&text);
	return added;
}

static int append_point(struct cx_buffer *into, const char *indent, bool ok, const char *number,
			const char *name, const struct cx_case *told)
{
	if (cx_buffer_printf(into, "%s%s%s - ", indent, ok ? "ok" : "not ok", number) < 0 ||
	    append_description(into, name) < 0 ||
	    cx_buffer_puts(into, told && told->skipped ? " # SKIP\n" : "\n") < 0)
		return -1;
	if (ok || !told || told->skipped)
		return 0;
	if (cx_buffer_printf(into, "%s  ---\n", indent) < 0 ||
	    append_yaml(into, indent, "status", told->status) < 0 ||
	    append_yaml(into, indent, "message", told->message) < 0)
		return -1;
	return cx_buffer_printf(into, "%s  ...\n", indent);
}

static int append_subtests(struct cx_buffer *into, const char *name, const struct cx_result *res)
{
	struct cx_case c;
	if (cx_buffer_puts(into, "# Subtest: ") < 0 || append_description(into, name) < 0 ||
	    cx_buffer_printf(into, "\n    1..%zu\n", res->tests_len) < 0)
		return -1;
	for (size_t i = 0; i < res->tests_len; i++) {
		char number[24];
		snprintf(number, sizeof(number), " %zu", i + 1);
		cx_case_fill(res, NULL, i, &c);
		if (append_point(into, "    ", c.passed || c.skipped, number, c.name, &c) < 0)
			return -1;
	}
	return append_point(into, "", res->passed, "", name, NULL);
}

int cx_tap_format(const char *name, const struct cx_result *res, const struct cx_error *failure,
		  struct cx_bytes *ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	struct cx_case c;
	int added;
	if (res && res->tests_len) {
		added = append_subtests(&text, name, res);
	} else {
		cx_case_fill(res, failure, 0, &c);
		added = append_point(&text, "", c.passed, "", name, &c);
	}
	if (added < 0)
		return cx_fail_oom(err);
	*ret = cx_buffer_steal(&text);
	return 0;
}
