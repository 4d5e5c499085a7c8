#include "base/buffer.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int cx_buffer_reserve(struct cx_buffer *buf, size_t more)
{
	if (more >= SIZE_MAX / 2 - buf->len)
		return -1;
	size_t need = buf->len + more + 1;
	if (need <= buf->cap)
		return 0;
	size_t cap = buf->cap ? buf->cap : 256;
	while (cap < need)
		cap *= 2;
	char *data = realloc(buf->data, cap);
	if (!data)
		return -1;
	buf->data = data;
	buf->cap = cap;
	buf->data[buf->len] = '\0'; /* also when nothing is appended */
	return 0;
}

int cx_buffer_append(struct cx_buffer *buf, const void *data, size_t len)
{
	if (cx_buffer_reserve(buf, len) < 0)
		return -1;
	if (len)
		memcpy(buf->data + buf->len, data, len);
	buf->len += len;
	buf->data[buf->len] = '\0';
	return 0;
}

int cx_buffer_puts(struct cx_buffer *buf, const char *text)
{
	return cx_buffer_append(buf, text, strlen(text));
}

int cx_buffer_printf(struct cx_buffer *buf, const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	int len = vsnprintf(NULL, 0, fmt, args);
	va_end(args);
	if (len < 0 || cx_buffer_reserve(buf, (size_t)len) < 0)
		return -1;
	va_start(args, fmt);
	vsnprintf(buf->data + buf->len, (size_t)len + 1, fmt, args);
	va_end(args);
	buf->len += (size_t)len;
	return 0;
}

struct cx_bytes cx_buffer_steal(struct cx_buffer *buf)
{
	struct cx_bytes bytes = { .data = buf->data, .len = buf->len };
	*buf = (struct cx_buffer){ 0 };
	return bytes;
}

void cx_buffer_done(struct cx_buffer *buf)
{
	free(buf->data);
	*buf = (struct cx_buffer){ 0 };
}

/* Takes ownership of `text`, also on failure. */
static int add_owned(struct cx_strings *strings, char *text)
{
	if (!text)
		return -1;
	char **items = realloc(strings->items, (strings->len + 2) * sizeof(*items));
	if (!items) {
		free(text);
		return -1;
	}
	items[strings->len++] = text;
	items[strings->len] = NULL;
	strings->items = items;
	return 0;
}

int cx_strings_add(struct cx_strings *strings, const char *text)
{
	return add_owned(strings, strdup(text));
}

int cx_strings_addf(struct cx_strings *strings, const char *fmt, ...)
{
	char *text = NULL;
	va_list args;
	va_start(args, fmt);
	int len = vasprintf(&text, fmt, args);
	va_end(args);
	return len < 0 ? -1 : add_owned(strings, text);
}

int cx_strings_copy(struct cx_strings *into, const struct cx_strings *from)
{
	for (size_t i = 0; i < from->len; i++)
		if (cx_strings_add(into, from->items[i]) < 0)
			return -1;
	return 0;
}

bool cx_strings_contain(const struct cx_strings *strings, const char *text)
{
	for (size_t i = 0; i < strings->len; i++)
		if (!strcmp(strings->items[i], text))
			return true;
	return false;
}

struct cx_bytes cx_bytes_copy(const void *data, size_t len)
{
	struct cx_buffer buf = { 0 };
	if (cx_buffer_append(&buf, data, len) < 0)
		return (struct cx_bytes){ 0 };
	return cx_buffer_steal(&buf);
}

void cx_bytes_done(struct cx_bytes *bytes)
{
	free(bytes->data);
	*bytes = (struct cx_bytes){ 0 };
}

void cx_strings_done(struct cx_strings *strings)
{
	for (size_t i = 0; i < strings->len; i++)
		free(strings->items[i]);
	free(strings->items);
	*strings = (struct cx_strings){ 0 };
}
