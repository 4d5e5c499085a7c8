#include "codec/json_fields.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/pattern.h"
#include "codec/scan.h"

enum { MAX_DEPTH = 16, MAX_PATH = 200 };

int cx_json_fail(const struct cx_json_value *value, const char *fmt, ...)
{
	struct cx_error *err = value->file->err;
	unsigned line = cx_scan_line(value->file->text, value->file->len, value->path);
	char what[sizeof(err->msg)];
	va_list args;
	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	return cx_fail(err, CX_EINPUT, "%s:%u: %s%s%s", value->file->name, line, value->path,
		       value->path[0] ? ": " : "", what);
}

int cx_json_fail_oom(const struct cx_json_value *value)
{
	return cx_fail_oom(value->file->err);
}

static const char *type_name(enum json_type type)
{
	switch (type) {
	case json_type_null:
		return "null";
	case json_type_boolean:
		return "true or false";
	case json_type_double:
		return "a number";
	case json_type_int:
		return "a whole number";
	case json_type_object:
		return "an object";
	case json_type_array:
		return "a list";
	case json_type_string:
		return "a string";
	}
	return "a value";
}

int cx_json_expect(const struct cx_json_value *value, enum json_type type)
{
	enum json_type got = json_object_get_type(value->json);
	if (got == type || (type == json_type_double && got == json_type_int))
		return 0;
	return cx_json_fail(value, "must be %s, not %s", type_name(type), type_name(got));
}

static const struct cx_json_key *find_key(const struct cx_json_key *keys, size_t count, const char *name)
{
	for (size_t i = 0; i < count; i++)
		if (!strcmp(keys[i].name, name))
			return &keys[i];
	return NULL;
}

/* A value inside another one; its path is written to `path`. */
static struct cx_json_value member_of(const struct cx_json_value *value, const char *name,
				      struct json_object *json, char path[static MAX_PATH])
{
	snprintf(path, MAX_PATH, "%s%s%s", value->path, value->path[0] ? "." : "", name);
	return (struct cx_json_value){ value->file, path, name, json };
}

static int refuse_unknown(const struct cx_json_value *value, const struct cx_json_key *keys, size_t count)
{
	json_object_object_foreach(value->json, name, json)
	{
		if (find_key(keys, count, name))
			continue;
		char path[MAX_PATH];
		struct cx_json_value unknown = member_of(value, name, json, path);
		cleanup_buffer struct cx_buffer known = { 0 };
		for (size_t i = 0; i < count; i++)
			if (cx_buffer_printf(&known, "%s%s", i ? ", " : "", keys[i].name) < 0)
				return cx_json_fail_oom(value);
		return cx_json_fail(&unknown, "unknown key; there are %s", known.data);
	}
	return 0;
}

int cx_json_read_object(const struct cx_json_value *value, const struct cx_json_key *keys, size_t count,
			void *into)
{
	if (cx_json_expect(value, json_type_object) < 0 || refuse_unknown(value, keys, count) < 0)
		return -1;
	for (size_t i = 0; i < count; i++) {
		char path[MAX_PATH];
		struct json_object *json = NULL;
		bool there = json_object_object_get_ex(value->json, keys[i].name, &json);
		struct cx_json_value member = member_of(value, keys[i].name, json, path);
		if (!there && keys[i].required)
			return cx_json_fail(&member, "missing");
		if (there && keys[i].read(&member, (char *)into + keys[i].offset) < 0)
			return -1;
	}
	return 0;
}

void *cx_json_room(const struct cx_json_value *value, enum json_type type, size_t size)
{
	if (cx_json_expect(value, type) < 0)
		return NULL;
	size_t count = type == json_type_array ? json_object_array_length(value->json)
					       : (size_t)json_object_object_length(value->json);
	if (!count) {
		cx_json_fail(value, "must not be empty");
		return NULL;
	}
	void *room = calloc(count, size);
	if (!room)
		cx_json_fail_oom(value);
	return room;
}

int cx_json_each(const struct cx_json_value *value,
		 int (*read)(const struct cx_json_value *value, void *into), void *into)
{
	char path[MAX_PATH];
	if (json_object_is_type(value->json, json_type_array)) {
		for (size_t i = 0; i < json_object_array_length(value->json); i++) {
			snprintf(path, sizeof(path), "%s[%zu]", value->path, i);
			struct json_object *json = json_object_array_get_idx(value->json, i);
			struct cx_json_value item = { value->file, path, NULL, json };
			if (read(&item, into) < 0)
				return -1;
		}
		return 0;
	}
	json_object_object_foreach(value->json, name, json)
	{
		struct cx_json_value member = member_of(value, name, json, path);
		if (read(&member, into) < 0)
			return -1;
	}
	return 0;
}

const char *cx_json_text(const struct cx_json_value *value)
{
	if (cx_json_expect(value, json_type_string) < 0)
		return NULL;
	const char *text = json_object_get_string(value->json);
	if (strlen(text) == (size_t)json_object_get_string_len(value->json))
		return text;
	cx_json_fail(value, "must not contain NUL");
	return NULL;
}

int cx_json_read_string(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	if (!text[0])
		return cx_json_fail(value, "must not be empty");
	char *copy = strdup(text);
	if (!copy)
		return cx_json_fail_oom(value);
	*(char **)into = copy;
	return 0;
}

static int read_item(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	if (!text[0])
		return cx_json_fail(value, "must not be empty");
	if (cx_strings_contain(into, text))
		return cx_json_fail(value, "'%s' is there twice", text);
	return cx_strings_add(into, text) < 0 ? cx_json_fail_oom(value) : 0;
}

int cx_json_read_strings(const struct cx_json_value *value, void *into)
{
	if (cx_json_expect(value, json_type_array) < 0)
		return -1;
	if (!json_object_array_length(value->json))
		return cx_json_fail(value, "must not be empty");
	return cx_json_each(value, read_item, into);
}

int cx_json_read_bool(const struct cx_json_value *value, void *into)
{
	if (cx_json_expect(value, json_type_boolean) < 0)
		return -1;
	*(bool *)into = json_object_get_boolean(value->json);
	return 0;
}

static int add_line(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	return cx_buffer_printf(into, "%s\n", text) < 0 ? cx_json_fail_oom(value) : 0;
}

int cx_json_read_lines(const struct cx_json_value *value, void *into)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	if (cx_json_expect(value, json_type_array) < 0)
		return -1;
	if (!json_object_array_length(value->json))
		return cx_json_fail(value, "must not be empty");
	if (cx_json_each(value, add_line, &text) < 0)
		return -1;
	*(char **)into = cx_buffer_steal(&text).data;
	return 0;
}

static int compile_pattern(const struct cx_json_value *value, const char *text, struct cx_pattern **into)
{
	struct cx_error why = { 0 };
	if (!cx_pattern_compile(text, into, &why))
		return 0;
	return why.code == CX_EINPUT ? cx_json_fail(value, "%s", why.msg) : cx_json_fail_oom(value);
}

int cx_json_read_pattern_with(const struct cx_json_value *value, const char *behind, struct cx_pattern **into)
{
	cleanup_free char *lines = NULL;
	cleanup_buffer struct cx_buffer whole = { 0 };
	if (json_object_is_type(value->json, json_type_string)) {
		const char *text = cx_json_text(value);
		return text ? compile_pattern(value, text, into) : -1;
	}
	if (cx_json_read_lines(value, &lines) < 0)
		return -1;
	if (cx_buffer_printf(&whole, "(?x)%s%s", lines, behind ? behind : "") < 0)
		return cx_json_fail_oom(value);
	return compile_pattern(value, whole.data, into);
}

int cx_json_read_pattern(const struct cx_json_value *value, void *into)
{
	return cx_json_read_pattern_with(value, NULL, into);
}

int cx_json_number(const struct cx_json_value *value, double min, double max, double *ret)
{
	if (cx_json_expect(value, json_type_double) < 0)
		return -1;
	double number = json_object_get_double(value->json);
	if (!(number >= min && number <= max))
		return cx_json_fail(value, "must be from %g to %g", min, max);
	*ret = number;
	return 0;
}

int cx_json_whole(const struct cx_json_value *value, long min, long max, long *ret)
{
	if (cx_json_expect(value, json_type_int) < 0)
		return -1;
	long number = (long)json_object_get_int64(value->json);
	if (number < min || number > max)
		return cx_json_fail(value, "must be from %ld to %ld", min, max);
	*ret = number;
	return 0;
}

/* json-c takes what has passed the strict scan; what it still refuses is our own mistake. */
static struct json_object *parse(const struct cx_json_file *file)
{
	struct json_tokener *tokener = json_tokener_new_ex(MAX_DEPTH + 1);
	if (!tokener) {
		cx_fail_oom(file->err);
		return NULL;
	}
	struct json_object *json = json_tokener_parse_ex(tokener, file->text, (int)file->len);
	if (json_tokener_get_error(tokener) == json_tokener_continue)
		json = json_tokener_parse_ex(tokener, "", 1); /* a bare number ends with the text */
	enum json_tokener_error why = json_tokener_get_error(tokener);
	json_tokener_free(tokener);
	if (!json)
		cx_fail(file->err, CX_EINPUT, "%s: %s", file->name,
			why == json_tokener_success ? "must be an object, not null"
						    : json_tokener_error_desc(why));
	return json;
}

int cx_json_read_file(const struct cx_json_file *file, const struct cx_json_key *keys, size_t count,
		      void *into)
{
	if (cx_scan(file->text, file->len, MAX_DEPTH, file->err) < 0)
		return cx_fail_wrap(file->err, "%s", file->name);
	struct json_object *json = parse(file);
	if (!json)
		return -1;
	struct cx_json_value whole = { file, "", NULL, json };
	int r = cx_json_read_object(&whole, keys, count, into);
	json_object_put(json);
	return r;
}
