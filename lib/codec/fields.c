#include "codec/fields.h"

#include <stdint.h>
#include <string.h>

#include "base/buffer.h"
#include "base/nearest.h"
#include "base/utf8.h"

static const char *kind_of(struct json_object *value)
{
	switch (json_object_get_type(value)) {
	case json_type_null:
		return "null";
	case json_type_boolean:
		return "true or false";
	case json_type_double:
	case json_type_int:
		return "a number";
	case json_type_object:
		return "an object";
	case json_type_array:
		return "an array";
	case json_type_string:
		return "a string";
	}
	return "something else";
}

int cx_field_wrong_type(const char *path, const char *wanted, struct json_object *value, struct cx_error *err)
{
	return cx_fail_field(err, path, "must be %s, not %s", wanted, kind_of(value));
}

int cx_field_check_size(const char *path, size_t len, size_t max, struct cx_error *err)
{
	if (len <= max)
		return 0;
	cx_fail_field(err, path, "%zu bytes are over the maximum of %zu", len, max);
	err->code = CX_ETOOLARGE;
	return -1;
}

int cx_field_string(const char *path, struct json_object *value, const char **ret_text, size_t *ret_len,
		    struct cx_error *err)
{
	if (!json_object_is_type(value, json_type_string))
		return cx_field_wrong_type(path, "a string", value, err);
	*ret_text = json_object_get_string(value);
	*ret_len = (size_t)json_object_get_string_len(value);
	return 0;
}

int cx_field_text(const char *path, struct json_object *value, size_t max, char **ret_text,
		  struct cx_error *err)
{
	const char *text = NULL;
	size_t len = 0;
	if (cx_field_string(path, value, &text, &len, err) < 0)
		return -1;
	if (!len)
		return cx_fail_field(err, path, "is empty");
	if (len > max)
		return cx_fail_field(err, path, "is %zu bytes long; at most %zu are taken", len, max);
	for (size_t i = 0; i < len; i++)
		if ((unsigned char)text[i] < 0x20 || text[i] == 0x7F)
			return cx_fail_field(err, path, "contains a control character");
	*ret_text = strdup(text);
	return *ret_text ? 0 : cx_fail_oom(err);
}

int cx_field_bool(const char *path, struct json_object *value, bool *ret, struct cx_error *err)
{
	if (!json_object_is_type(value, json_type_boolean))
		return cx_field_wrong_type(path, "true or false", value, err);
	*ret = json_object_get_boolean(value);
	return 0;
}

int cx_field_encoding(const char *path, struct json_object *value, bool hex, enum cx_encoding *ret,
		      struct cx_error *err)
{
	static const char *const words[] = {
		[CX_ENCODING_UTF8] = "utf8",
		[CX_ENCODING_BASE64] = "base64",
		[CX_ENCODING_HEX] = "hex",
	};
	const char *word = NULL;
	size_t len = 0;
	if (cx_field_string(path, value, &word, &len, err) < 0)
		return -1;
	for (size_t i = 0; i < (hex ? 3 : 2); i++) {
		if (len == strlen(words[i]) && !memcmp(word, words[i], len)) {
			*ret = (enum cx_encoding)i;
			return 0;
		}
	}
	return cx_fail_field(err, path, "must be %s",
			     hex ? "\"utf8\", \"base64\" or \"hex\"" : "\"utf8\" or \"base64\"");
}

int cx_field_array(const char *path, struct json_object *value, size_t max, size_t *ret_len,
		   struct cx_error *err)
{
	if (!json_object_is_type(value, json_type_array))
		return cx_field_wrong_type(path, "an array", value, err);
	*ret_len = json_object_array_length(value);
	if (*ret_len > max)
		return cx_fail_field(err, path, "has %zu entries; at most %zu are taken", *ret_len, max);
	return 0;
}

/* ---- unknown fields ---- */

enum { WORD_MAX = 32, NOTICES_MAX = 20 };
_Static_assert((int)WORD_MAX <= (int)CX_NEAREST_MAX, "a word must fit");

/* NULL when the key is too long to be a slip. */
static const struct cx_word *nearest(const char *key, const struct cx_word *words, size_t len,
				     size_t *ret_distance)
{
	const struct cx_word *best = NULL;
	size_t key_len = strlen(key);
	if (key_len > WORD_MAX)
		return NULL;
	for (size_t i = 0; i < len; i++) {
		size_t far = cx_nearest_distance(key, key_len, words[i].word, strlen(words[i].word));
		/* Another word for a field counts only when it is that very word. */
		if (words[i].meant && far)
			continue;
		if (!best || far < *ret_distance) {
			best = &words[i];
			*ret_distance = far;
		}
	}
	return best;
}

static bool is_known(const char *key, const struct cx_word *words, size_t len)
{
	for (size_t i = 0; i < len; i++)
		if (!words[i].meant && !strcmp(words[i].word, key))
			return true;
	return false;
}

/* Bytes of `key` that a notice shows: whole characters. */
static int shown_length(const char *key)
{
	size_t len = strlen(key), shown = 0;
	bool valid = true;
	while (shown < len && valid && shown < 60)
		shown += cx_utf8_sequence(key + shown, len - shown, &valid);
	return (int)shown;
}

static int note(const char *key, const char *prefix, const struct cx_word *words, size_t len,
		struct cx_strings *notices)
{
	size_t far = 0;
	const struct cx_word *near = nearest(key, words, len, &far);
	int shown = shown_length(key);
	if (!near)
		return cx_strings_addf(notices, "unknown field \"%s%.*s\" was ignored", prefix, shown, key);
	const char *ask = far <= 1 + strlen(key) / 4 ? "did you mean" : "the nearest known one is";
	return cx_strings_addf(notices, "unknown field \"%s%.*s\" was ignored; %s \"%s%s\"%s", prefix, shown,
			       key, ask, prefix, near->meant ? near->meant : near->word,
			       ask[0] == 'd' ? "?" : "");
}

int cx_fields_note_unknown(struct json_object *object, const char *prefix, const struct cx_word *words,
			   size_t len, struct cx_strings *notices, struct cx_error *err)
{
	json_object_object_foreach(object, key, value)
	{
		(void)value;
		if (notices->len > NOTICES_MAX || is_known(key, words, len))
			continue;
		int r = notices->len < NOTICES_MAX
				? note(key, prefix, words, len, notices)
				: cx_strings_add(notices, "more unknown fields were ignored");
		if (r < 0)
			return cx_fail_oom(err);
	}
	return 0;
}
