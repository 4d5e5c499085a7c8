/* A validation for editors and build servers: GCC's lines, and SARIF 2.1.0. */
#include <ctype.h>
#include <string.h>

#include "base/buffer.h"
#include "codec/writer.h"
#include "codex/codec.h"

static const char *file_of(const struct cx_validation *val, const struct cx_diagnostic *item,
			   const char *main_name)
{
	bool is_main = !item->file || (val->main_name && !strcmp(item->file, val->main_name));
	if (is_main)
		return main_name ? main_name : val->main_name ? val->main_name : "code";
	return item->file;
}

static int add_line(struct cx_buffer *text, const char *file, const struct cx_diagnostic *item)
{
	int r = cx_buffer_puts(text, file);
	if (r == 0 && item->line)
		r = cx_buffer_printf(text, ":%u", item->line);
	if (r == 0 && item->line && item->column)
		r = cx_buffer_printf(text, ":%u", item->column);
	if (r == 0)
		r = cx_buffer_printf(text, ": %s: %s", item->error ? "error" : "warning", item->message);
	if (r == 0 && item->code)
		r = cx_buffer_printf(text, " [%s]", item->code);
	return r == 0 ? cx_buffer_puts(text, "\n") : r;
}

int cx_validation_format_gcc(const struct cx_validation *val, const char *main_name,
			     struct cx_bytes *ret_text, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	for (size_t i = 0; i < val->len; i++)
		if (add_line(&text, file_of(val, &val->items[i], main_name), &val->items[i]) < 0)
			return cx_fail_oom(err);
	*ret_text = cx_buffer_steal(&text);
	return 0;
}

/* ---- SARIF ---- */

/* A relative reference: what RFC 3986 does not leave as it is becomes %XX. */
static void write_uri(struct cx_writer *w, const char *file)
{
	cleanup_buffer struct cx_buffer uri = { 0 };
	int r = 0;
	for (const unsigned char *at = (const unsigned char *)file; *at && r == 0; at++) {
		if (isalnum(*at) || strchr("-._~/", *at))
			r = cx_buffer_append(&uri, at, 1);
		else
			r = cx_buffer_printf(&uri, "%%%02X", *at);
	}
	w->out_of_memory |= r < 0;
	cx_writer_key(w, "uri");
	cx_writer_text(w, uri.data ? uri.data : "");
}

static void write_number(struct cx_writer *w, const char *key, uint32_t value)
{
	if (!value)
		return;
	cx_writer_key(w, key);
	cx_writer_uint(w, value);
}

static void write_location(struct cx_writer *w, const char *file, const struct cx_diagnostic *item)
{
	cx_writer_key(w, "locations");
	cx_writer_array(w);
	cx_writer_object(w);
	cx_writer_key(w, "physicalLocation");
	cx_writer_object(w);
	cx_writer_key(w, "artifactLocation");
	cx_writer_object(w);
	write_uri(w, file);
	cx_writer_close(w);
	if (item->line) {
		cx_writer_key(w, "region");
		cx_writer_object(w);
		write_number(w, "startLine", item->line);
		write_number(w, "startColumn", item->column);
		write_number(w, "endLine", item->column ? item->end_line : 0);
		write_number(w, "endColumn", item->column ? item->end_column : 0);
		cx_writer_close(w);
	}
	cx_writer_close(w);
	cx_writer_close(w);
	cx_writer_close(w);
}

static void write_result(struct cx_writer *w, const char *file, const struct cx_diagnostic *item)
{
	cx_writer_object(w);
	if (item->code) {
		cx_writer_key(w, "ruleId");
		cx_writer_text(w, item->code);
	}
	cx_writer_key(w, "level");
	cx_writer_text(w, item->error ? "error" : "warning");
	cx_writer_key(w, "message");
	cx_writer_object(w);
	cx_writer_key(w, "text");
	cx_writer_text(w, item->message);
	cx_writer_close(w);
	write_location(w, file, item);
	cx_writer_close(w);
}

static void write_tool(struct cx_writer *w)
{
	cx_writer_key(w, "tool");
	cx_writer_object(w);
	cx_writer_key(w, "driver");
	cx_writer_object(w);
	cx_writer_key(w, "name");
	cx_writer_text(w, "codex-run");
	cx_writer_key(w, "version");
	cx_writer_text(w, CODEX_VERSION);
	cx_writer_close(w);
	cx_writer_close(w);
}

int cx_validation_format_sarif(const struct cx_validation *val, const char *main_name,
			       struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_writer_key(&w, "$schema");
	cx_writer_text(&w, "https://json.schemastore.org/sarif-2.1.0.json");
	cx_writer_key(&w, "version");
	cx_writer_text(&w, "2.1.0");
	cx_writer_key(&w, "runs");
	cx_writer_array(&w);
	cx_writer_object(&w);
	write_tool(&w);
	cx_writer_key(&w, "columnKind");
	cx_writer_text(&w, "unicodeCodePoints");
	cx_writer_key(&w, "results");
	cx_writer_array(&w);
	for (size_t i = 0; i < val->len; i++)
		write_result(&w, file_of(val, &val->items[i], main_name), &val->items[i]);
	cx_writer_close(&w);
	cx_writer_close(&w);
	cx_writer_close(&w);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}
