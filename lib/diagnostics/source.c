#include "diagnostics/source.h"

#include <string.h>

#include "base/utf8.h"

/* How many bytes of `text` are one of our directories and the slash behind it. */
static size_t directory_at(const struct cx_reading *how, const char *text, size_t len)
{
	for (size_t i = 0; i < sizeof(how->paths) / sizeof(how->paths[0]); i++) {
		size_t path_len = how->paths[i] ? strlen(how->paths[i]) : 0;
		if (path_len > 1 && path_len < len && !memcmp(text, how->paths[i], path_len) &&
		    text[path_len] == '/')
			return path_len + 1;
	}
	return 0;
}

const struct cx_file *cx_source_find(const struct cx_reading *how, const char *name)
{
	name += directory_at(how, name, strlen(name));
	while (!strncmp(name, "./", 2))
		name += 2;
	for (size_t i = 0; i < how->req->files_len; i++) {
		const struct cx_file *file = &how->req->files[i];
		if (!strcmp(cx_source_name(how, file), name))
			return file;
	}
	return NULL;
}

const char *cx_source_name(const struct cx_reading *how, const struct cx_file *file)
{
	return file == &how->req->files[how->req->main_file] ? how->main_name : file->name;
}

bool cx_source_is_named(const struct cx_reading *how)
{
	return how->req->files_len > 1;
}

static bool is_space(unsigned char byte)
{
	return byte <= ' ' || byte == 0x7f;
}

int cx_source_clean(const struct cx_reading *how, const char *text, size_t len, struct cx_buffer *into)
{
	size_t first = into->len;
	for (size_t at = 0; at < len;) {
		size_t skip = directory_at(how, text + at, len - at);
		bool valid;
		if (skip) {
			at += skip;
			continue;
		}
		size_t bytes = cx_utf8_sequence(text + at, len - at, &valid);
		const char *add = valid ? text + at : "\xef\xbf\xbd";
		size_t add_len = valid ? bytes : 3;
		if (is_space((unsigned char)text[at])) {
			add = " ";
			add_len = into->len == first || into->data[into->len - 1] == ' ' ? 0 : 1;
		}
		if (into->len - first + add_len > CX_MAX_MESSAGE)
			return cx_buffer_puts(into, " …");
		if (cx_buffer_append(into, add, add_len) < 0)
			return -1;
		at += bytes;
	}
	if (into->len > first && into->data[into->len - 1] == ' ')
		into->data[--into->len] = '\0';
	return 0;
}
