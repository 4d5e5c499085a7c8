/* JUnit's XML, as CI systems read it: one <testsuite> for each request. */
#include <string.h>

#include "base/utf8.h"
#include "codec/dialect.h"
#include "codex/codec.h"

/* What XML 1.0 cannot say at all becomes U+FFFD. */
static int append_escaped(struct cx_buffer *into, const char *text, size_t len)
{
	int added = 0;
	for (size_t i = 0; i < len && added == 0;) {
		bool valid;
		size_t taken = cx_utf8_sequence(text + i, len - i, &valid);
		unsigned char c = (unsigned char)text[i];
		bool nonchar = taken == 3 && c == 0xef && (unsigned char)text[i + 1] == 0xbf &&
			       (unsigned char)text[i + 2] >= 0xbe;
		if (!valid || nonchar || (c < ' ' && c != '\n' && c != '\t'))
			added = cx_buffer_puts(into, "\xEF\xBF\xBD");
		else if (c == '&')
			added = cx_buffer_puts(into, "&amp;");
		else if (c == '<')
			added = cx_buffer_puts(into, "&lt;");
		else if (c == '>')
			added = cx_buffer_puts(into, "&gt;");
		else if (c == '"')
			added = cx_buffer_puts(into, "&quot;");
		else
			added = cx_buffer_append(into, text + i, taken);
		i += taken;
	}
	return added;
}

static int append_attribute(struct cx_buffer *into, const char *name, const char *value)
{
	if (cx_buffer_printf(into, " %s=\"", name) < 0 || append_escaped(into, value, strlen(value)) < 0)
		return -1;
	return cx_buffer_puts(into, "\"");
}

static int append_stream(struct cx_buffer *into, const char *element, const struct cx_bytes *text)
{
	if (!text || !text->len)
		return 0;
	if (cx_buffer_printf(into, "      <%s>", element) < 0 ||
	    append_escaped(into, text->data, text->len) < 0)
		return -1;
	return cx_buffer_printf(into, "</%s>\n", element);
}

static int append_outcome(struct cx_buffer *into, const struct cx_case *c)
{
	const char *element = c->broken ? "error" : "failure";
	if (c->skipped)
		return cx_buffer_puts(into, "      <skipped/>\n");
	if (c->passed)
		return 0;
	if (cx_buffer_printf(into, "      <%s", element) < 0 ||
	    append_attribute(into, "type", c->status) < 0 ||
	    append_attribute(into, "message", c->message) < 0)
		return -1;
	return cx_buffer_puts(into, "/>\n");
}

static int append_case(struct cx_buffer *into, const char *suite, const struct cx_case *c)
{
	if (cx_buffer_puts(into, "    <testcase") < 0 || append_attribute(into, "classname", suite) < 0 ||
	    append_attribute(into, "name", c->name) < 0 ||
	    cx_buffer_printf(into, " time=\"%.6f\">\n", (double)c->wall_us / 1e6) < 0 ||
	    append_outcome(into, c) < 0)
		return -1;
	/* What a program printed is of interest where it went wrong. */
	if (!c->passed && (append_stream(into, "system-out", c->output) < 0 ||
			   append_stream(into, "system-err", c->error) < 0))
		return -1;
	return cx_buffer_puts(into, "    </testcase>\n");
}

static int append_suite(struct cx_buffer *into, const char *name, const struct cx_result *res,
			const struct cx_error *failure)
{
	size_t count = cx_case_count(res), failures = 0, errors = 0, skipped = 0;
	struct cx_case c;
	uint64_t wall_us = 0;
	for (size_t i = 0; i < count; i++) {
		cx_case_fill(res, failure, i, &c);
		skipped += c.skipped;
		errors += !c.skipped && !c.passed && c.broken;
		failures += !c.skipped && !c.passed && !c.broken;
		wall_us += c.wall_us;
	}
	if (cx_buffer_puts(into, "  <testsuite") < 0 || append_attribute(into, "name", name) < 0 ||
	    cx_buffer_printf(
		    into, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\" skipped=\"%zu\" time=\"%.6f\">\n",
		    count, failures, errors, skipped, (double)wall_us / 1e6) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		cx_case_fill(res, failure, i, &c);
		if (append_case(into, name, &c) < 0)
			return -1;
	}
	return cx_buffer_puts(into, "  </testsuite>\n");
}

int cx_junit_format(const char *name, const struct cx_result *res, const struct cx_error *failure,
		    struct cx_bytes *ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	if (append_suite(&text, name, res, failure) < 0)
		return cx_fail_oom(err);
	*ret = cx_buffer_steal(&text);
	return 0;
}
