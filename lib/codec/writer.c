#include "codec/writer.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "base/base64.h"
#include "base/number.h"
#include "base/utf8.h"

static void append(struct cx_writer *w, const char *text, size_t len)
{
	if (cx_buffer_append(&w->buf, text, len) < 0)
		w->out_of_memory = true;
}

/* What comes before every value and key. */
static void separate(struct cx_writer *w)
{
	if (w->comma)
		append(w, ",", 1);
	w->comma = true;
}

static void put(struct cx_writer *w, const char *text)
{
	separate(w);
	append(w, text, strlen(text));
}

static void open_container(struct cx_writer *w, const char *opener, char closer)
{
	put(w, opener);
	w->closers[w->depth++] = closer;
	w->comma = false;
}

void cx_writer_object(struct cx_writer *w)
{
	open_container(w, "{", '}');
}

void cx_writer_array(struct cx_writer *w)
{
	open_container(w, "[", ']');
}

void cx_writer_close(struct cx_writer *w)
{
	append(w, &w->closers[--w->depth], 1);
	w->comma = true;
}

/* How a byte is written in a string, or NULL: as it is. */
static const char *escape_of(unsigned char c, char scratch[static 8])
{
	static const char letters[] = "\"\\\b\f\n\r\t", written[] = "\"\\bfnrt";
	const char *letter = c ? strchr(letters, c) : NULL;
	if (!letter && c >= 0x20)
		return NULL;
	if (letter)
		snprintf(scratch, 8, "\\%c", written[letter - letters]);
	else
		snprintf(scratch, 8, "\\u%04x", c);
	return scratch;
}

static void append_string(struct cx_writer *w, const char *text, size_t len)
{
	size_t start = 0; /* of what needs no change and is not appended yet */
	append(w, "\"", 1);
	for (size_t i = 0; i < len;) {
		char scratch[8];
		bool valid;
		size_t taken = cx_utf8_sequence(text + i, len - i, &valid);
		const char *instead = valid ? escape_of((unsigned char)text[i], scratch) : "\xEF\xBF\xBD";
		if (instead) {
			append(w, text + start, i - start);
			append(w, instead, strlen(instead));
			start = i + taken;
		}
		i += taken;
	}
	append(w, text + start, len - start);
	append(w, "\"", 1);
}

void cx_writer_key(struct cx_writer *w, const char *key)
{
	separate(w);
	append_string(w, key, strlen(key));
	append(w, ":", 1);
	w->comma = false;
}

void cx_writer_null(struct cx_writer *w)
{
	put(w, "null");
}

void cx_writer_bool(struct cx_writer *w, bool value)
{
	put(w, value ? "true" : "false");
}

void cx_writer_uint(struct cx_writer *w, uint64_t value)
{
	char text[24];
	snprintf(text, sizeof(text), "%" PRIu64, value);
	put(w, text);
}

void cx_writer_int(struct cx_writer *w, int64_t value)
{
	char text[24];
	snprintf(text, sizeof(text), "%" PRId64, value);
	put(w, text);
}

void cx_writer_seconds(struct cx_writer *w, uint64_t us)
{
	char text[40];
	int len = snprintf(text, sizeof(text), "%" PRIu64 ".%06" PRIu64, us / 1000000, us % 1000000);
	while (text[len - 1] == '0' && text[len - 2] != '.')
		text[--len] = '\0';
	put(w, text);
}

void cx_writer_number(struct cx_writer *w, double value)
{
	char text[32];
	put(w, cx_number_format(value, text));
}

void cx_writer_text(struct cx_writer *w, const char *text)
{
	if (!text) {
		cx_writer_null(w);
		return;
	}
	separate(w);
	append_string(w, text, strlen(text));
}

void cx_writer_bytes(struct cx_writer *w, const struct cx_bytes *bytes)
{
	separate(w);
	append_string(w, bytes->data ? bytes->data : "", bytes->len);
}

void cx_writer_json(struct cx_writer *w, const struct cx_bytes *json)
{
	separate(w);
	append(w, json->data, json->len);
}

void cx_writer_base64(struct cx_writer *w, const struct cx_bytes *bytes)
{
	put(w, "\"");
	if (cx_base64_append(&w->buf, bytes->data, bytes->len) < 0)
		w->out_of_memory = true;
	append(w, "\"", 1);
}

void cx_writer_strings(struct cx_writer *w, const struct cx_strings *strings)
{
	cx_writer_array(w);
	for (size_t i = 0; i < strings->len; i++)
		cx_writer_text(w, strings->items[i]);
	cx_writer_close(w);
}

int cx_writer_finish(struct cx_writer *w, struct cx_bytes *ret, struct cx_error *err)
{
	if (!w->out_of_memory) {
		*ret = cx_buffer_steal(&w->buf);
		return 0;
	}
	cx_buffer_done(&w->buf);
	return cx_fail_oom(err);
}
