#include "codec/scan.h"

#include <math.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/utf8.h"
#include "codec/scanner.h"

/*
 * Far more values than a request or a language file has. A decoder takes some fifty bytes for each,
 * so that 8 MB of "1,1,1" would become hundreds.
 */
enum { VALUES_MAX = 200000 };

/* A key of an object that is still open. */
struct key {
	size_t name; /* offset of its decoded bytes in scanner.names */
	size_t len;
	const char *at; /* its place in the text */
};

static int scan_value(struct cx_scanner *s);

static unsigned line_of(const struct cx_scanner *s, const char *at, unsigned *ret_column)
{
	unsigned line = 1;
	const char *line_start = s->begin;
	for (const char *p = s->begin; p < at; p++) {
		if (*p == '\n') {
			line++;
			line_start = p + 1;
		}
	}
	*ret_column = (unsigned)(at - line_start) + 1;
	return line;
}

/* The path as far as it fits a field of an error, cut between characters. */
static void copy_path(const struct cx_scanner *s, char *field, size_t size)
{
	size_t len = 0;
	while (len < s->path_len) {
		bool valid;
		size_t taken = cx_utf8_sequence(s->path + len, s->path_len - len, &valid);
		if (!valid || len + taken >= size)
			break;
		len += taken;
	}
	memcpy(field, s->path, len);
	field[len] = '\0';
}

int cx_scanner_fail(struct cx_scanner *s, const char *at, const char *fmt, ...)
{
	char what[200], field[sizeof(s->err->field)];
	unsigned column, line = line_of(s, at, &column);
	va_list args;
	va_start(args, fmt);
	vsnprintf(what, sizeof(what), fmt, args);
	va_end(args);
	copy_path(s, field, sizeof(field));
	if (field[0])
		cx_fail_field(s->err, field, "%s (line %u, column %u)", what, line, column);
	else
		cx_fail(s->err, CX_EINPUT, "%s (line %u, column %u)", what, line, column);
	return -1;
}

int cx_scanner_fail_expected(struct cx_scanner *s, const char *expected)
{
	if (s->at >= s->end)
		return cx_scanner_fail(s, s->at, "broken JSON: expected %s, found the end of the text",
				       expected);
	unsigned char found = (unsigned char)*s->at;
	if (found > 0x20 && found < 0x7F)
		return cx_scanner_fail(s, s->at, "broken JSON: expected %s, found '%c'", expected, found);
	return cx_scanner_fail(s, s->at, "broken JSON: expected %s, found the byte 0x%02X", expected, found);
}

static void skip_space(struct cx_scanner *s)
{
	while (s->at < s->end && (*s->at == ' ' || *s->at == '\t' || *s->at == '\n' || *s->at == '\r'))
		s->at++;
}

/* The path grows by one step; a step that does not fit is left out. Control bytes would break the message's line. */
static void path_push(struct cx_scanner *s, const char *step, size_t len)
{
	if (s->path_len + len > sizeof(s->path))
		return;
	for (size_t i = 0; i < len; i++)
		s->path[s->path_len++] = (unsigned char)step[i] < 0x20 || step[i] == 0x7F ? '?' : step[i];
}

/* Remember the value that starts here when its path leads to the wanted one. */
static void note_wanted(struct cx_scanner *s)
{
	if (!s->wanted || (s->found && s->path_len <= s->found_len) ||
	    strncmp(s->wanted, s->path, s->path_len) != 0)
		return;
	char next = s->wanted[s->path_len];
	if (s->path_len && next != '\0' && next != '.' && next != '[')
		return;
	s->found_len = s->path_len;
	s->found = s->at;
}

static int scan_number(struct cx_scanner *s)
{
	const char *start = s->at;
	size_t len;
	bool complete = cx_number_span(start, (size_t)(s->end - start), &len);
	s->at += len;
	if (!complete)
		return cx_scanner_fail_expected(s, "a digit");
	if (s->at < s->end && s->at[-1] == '0' && len == (*start == '-' ? 2 : 1) && *s->at >= '0' &&
	    *s->at <= '9')
		return cx_scanner_fail(s, start, "broken JSON: a number begins with a superfluous 0");
	/* Without 300 digits or an exponent it cannot be too large. */
	if ((len >= 300 || memchr(start, 'e', len) || memchr(start, 'E', len)) &&
	    !isfinite(cx_number_value(start, len)))
		return cx_scanner_fail(s, start, "the number %.*s%s is too large", (int)(len > 24 ? 24 : len),
				       start, len > 24 ? "..." : "");
	return 0;
}

static int scan_word(struct cx_scanner *s)
{
	static const char *const words[] = { "true", "false", "null" };
	size_t len = 0, left = (size_t)(s->end - s->at);
	while (len < left &&
	       (((s->at[len] | 0x20) >= 'a' && (s->at[len] | 0x20) <= 'z') || s->at[len] == '-'))
		len++;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (len == strlen(words[i]) && !memcmp(s->at, words[i], len)) {
			s->at += len;
			return 0;
		}
	}
	if (!len)
		return cx_scanner_fail_expected(s, "a value");
	return cx_scanner_fail(s, s->at, "broken JSON: %.*s is not a value", (int)(len > 24 ? 24 : len),
			       s->at);
}

static int scan_array(struct cx_scanner *s)
{
	size_t path_len = s->path_len;
	s->at++;
	skip_space(s);
	for (size_t i = 0; i > 0 || !cx_scanner_next_is(s, ']'); i++) {
		char step[32];
		path_push(s, step, (size_t)snprintf(step, sizeof(step), "[%zu]", i));
		if (scan_value(s) < 0)
			return -1;
		s->path_len = path_len;
		skip_space(s);
		if (cx_scanner_next_is(s, ']'))
			break;
		if (!cx_scanner_next_is(s, ','))
			return cx_scanner_fail_expected(s, "',' or ']'");
		s->at++;
	}
	s->at++;
	return 0;
}

/* At the opening quote of a key: note it, and make it the last step of the path. */
static int scan_key(struct cx_scanner *s)
{
	struct key key = { .name = s->names.len, .at = s->at };
	if (cx_scanner_string(s, &s->names) < 0)
		return -1;
	key.len = s->names.len - key.name;
	if (key.len && memchr(s->names.data + key.name, '\0', key.len))
		return cx_scanner_fail(s, key.at, "a key contains NUL");
	if (cx_buffer_append(&s->keys, &key, sizeof(key)) < 0)
		return cx_fail_oom(s->err);
	if (s->path_len)
		path_push(s, ".", 1);
	if (key.len)
		path_push(s, s->names.data + key.name, key.len);
	return 0;
}

static int compare_keys(const void *left, const void *right, void *names)
{
	const struct key *a = left, *b = right;
	size_t len = a->len < b->len ? a->len : b->len;
	int order = len ? memcmp((char *)names + a->name, (char *)names + b->name, len) : 0;
	if (order)
		return order;
	if (a->len != b->len)
		return a->len < b->len ? -1 : 1;
	return a->at < b->at ? -1 : 1;
}

/* Sorted, so that an object of a million keys costs no more than its size deserves. */
static int check_duplicates(struct cx_scanner *s, size_t first)
{
	struct key *keys = (struct key *)(void *)s->keys.data;
	size_t len = s->keys.len / sizeof(*keys);
	if (len - first < 2)
		return 0;
	qsort_r(keys + first, len - first, sizeof(*keys), compare_keys, s->names.data);
	const struct key *duplicate = NULL;
	for (size_t i = first + 1; i < len; i++) {
		bool same = keys[i].len == keys[i - 1].len &&
			    (!keys[i].len || !memcmp(s->names.data + keys[i].name,
						     s->names.data + keys[i - 1].name, keys[i].len));
		if (same && (!duplicate || keys[i].at < duplicate->at))
			duplicate = &keys[i];
	}
	if (!duplicate)
		return 0;
	if (s->path_len)
		path_push(s, ".", 1);
	if (duplicate->len)
		path_push(s, s->names.data + duplicate->name, duplicate->len);
	return cx_scanner_fail(s, duplicate->at, "the key is there twice");
}

/* At the value of the key that was read last. */
static void note_member(struct cx_scanner *s)
{
	if (!s->member || s->depth != 1)
		return;
	const struct key *key = (const struct key *)(const void *)(s->keys.data + s->keys.len) - 1;
	if (key->len == strlen(s->member) && !memcmp(s->names.data + key->name, s->member, key->len))
		s->member_at = s->at;
}

static int scan_members(struct cx_scanner *s)
{
	size_t path_len = s->path_len;
	for (;;) {
		skip_space(s);
		if (!cx_scanner_next_is(s, '"'))
			return cx_scanner_fail_expected(s, "a key in double quotes");
		if (scan_key(s) < 0)
			return -1;
		skip_space(s);
		if (!cx_scanner_next_is(s, ':'))
			return cx_scanner_fail_expected(s, "':'");
		s->at++;
		skip_space(s);
		note_member(s);
		if (scan_value(s) < 0)
			return -1;
		s->path_len = path_len;
		skip_space(s);
		if (cx_scanner_next_is(s, '}'))
			break;
		if (!cx_scanner_next_is(s, ','))
			return cx_scanner_fail_expected(s, "',' or '}'");
		s->at++;
	}
	s->at++;
	return 0;
}

static int scan_object(struct cx_scanner *s)
{
	size_t names_len = s->names.len, keys_len = s->keys.len;
	s->at++;
	skip_space(s);
	if (cx_scanner_next_is(s, '}')) {
		s->at++;
		return 0;
	}
	if (scan_members(s) < 0 || check_duplicates(s, keys_len / sizeof(struct key)) < 0)
		return -1;
	s->names.len = names_len;
	s->keys.len = keys_len;
	return 0;
}

/* An array or object: the only recursion, and it ends at max_depth. */
static int scan_container(struct cx_scanner *s)
{
	if (s->depth >= s->max_depth)
		return cx_scanner_fail(s, s->at, "arrays and objects may be nested %u deep, not more",
				       s->max_depth);
	s->depth++;
	int r = *s->at == '[' ? scan_array(s) : scan_object(s);
	s->depth--;
	return r;
}

static int scan_value(struct cx_scanner *s)
{
	skip_space(s);
	note_wanted(s);
	if (s->at >= s->end)
		return cx_scanner_fail_expected(s, "a value");
	if (++s->values > VALUES_MAX)
		return cx_scanner_fail(s, s->at, "the text holds more than %d values", VALUES_MAX);
	switch (*s->at) {
	case '{':
	case '[':
		return scan_container(s);
	case '"':
		return cx_scanner_string(s, NULL);
	case '-':
		/* "-Infinity" deserves its own words. */
		return s->end - s->at > 1 && s->at[1] == 'I' ? scan_word(s) : scan_number(s);
	default:
		return *s->at >= '0' && *s->at <= '9' ? scan_number(s) : scan_word(s);
	}
}

static int scan_all(struct cx_scanner *s)
{
	if (s->end - s->at >= 3 && !memcmp(s->at, "\xEF\xBB\xBF", 3))
		return cx_scanner_fail(s, s->at,
				       "the text begins with a byte order mark; send UTF-8 without one");
	if (scan_value(s) < 0)
		return -1;
	skip_space(s);
	return s->at == s->end ? 0 : cx_scanner_fail_expected(s, "nothing behind the value");
}

static void scanner_done(struct cx_scanner *s)
{
	cx_buffer_done(&s->names);
	cx_buffer_done(&s->keys);
}

int cx_scan(const char *json, size_t len, unsigned max_depth, struct cx_error *err)
{
	struct cx_scanner s = {
		.begin = json, .at = json, .end = json + len, .max_depth = max_depth, .err = err
	};
	int r = scan_all(&s);
	scanner_done(&s);
	return r;
}

/* The scan has been here before, so that a string is sound. */
static int decode_member(struct cx_scanner *s, char **ret_text, size_t *ret_len)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	s->at = s->member_at;
	if (!s->at || !cx_scanner_next_is(s, '"'))
		return 0;
	if (cx_buffer_append(&text, "", 0) < 0)
		return cx_fail_oom(s->err);
	if (cx_scanner_string(s, &text) < 0)
		return -1;
	struct cx_bytes bytes = cx_buffer_steal(&text);
	*ret_text = bytes.data;
	*ret_len = bytes.len;
	return 0;
}

int cx_scan_member(const char *json, size_t len, unsigned max_depth, const char *key, bool *ret_there,
		   char **ret_text, size_t *ret_len, struct cx_error *err)
{
	struct cx_scanner s = { .begin = json,
				.at = json,
				.end = json + len,
				.max_depth = max_depth,
				.err = err,
				.member = key };
	*ret_text = NULL;
	*ret_len = 0;
	int r = scan_all(&s);
	if (r == 0)
		r = decode_member(&s, ret_text, ret_len);
	*ret_there = s.member_at != NULL;
	scanner_done(&s);
	return r;
}

unsigned cx_scan_line(const char *json, size_t len, const char *path)
{
	struct cx_error err;
	struct cx_scanner s = { .begin = json,
				.at = json,
				.end = json + len,
				.max_depth = UINT_MAX,
				.err = &err,
				.wanted = path };
	unsigned column;
	scan_all(&s);
	scanner_done(&s);
	return line_of(&s, s.found ? s.found : json, &column);
}
