#include "codec/tool_json.h"

#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

enum { MAX_TOOL_DEPTH = 64 };

struct reading {
	const struct cx_diagnostics_rule *rule;
	const struct cx_finding_sink *sink;
	struct json_object *finding;
	struct json_object *place; /* the one that is taken so far */
	bool known;		   /* it is in a file of the request */
};

/* ---- paths ---- */

/* Called for each value that a path leads to; true: enough. */
typedef bool visit_fn(struct json_object *value, void *with);

static bool walk(struct json_object *at, const char *path, visit_fn *visit, void *with);

static bool walk_items(struct json_object *list, const char *flag, const char *rest, visit_fn *visit,
		       void *with)
{
	if (!json_object_is_type(list, json_type_array))
		return false;
	for (size_t i = 0; i < json_object_array_length(list); i++) {
		struct json_object *item = json_object_array_get_idx(list, i);
		struct json_object *set = NULL;
		if (*flag && (!json_object_object_get_ex(item, flag, &set) || !json_object_get_boolean(set)))
			continue;
		if (walk(item, rest, visit, with))
			return true;
	}
	return false;
}

static bool walk(struct json_object *at, const char *path, visit_fn *visit, void *with)
{
	char word[64];
	size_t len = strcspn(path, ".");
	if (!at)
		return false;
	if (!*path)
		return visit(at, with);
	if (len >= sizeof(word))
		return false;
	memcpy(word, path, len);
	word[len] = '\0';
	const char *rest = path + len + (path[len] == '.');
	if (*word == '*' || *word == '?')
		return walk_items(at, word + 1, rest, visit, with);
	if (json_object_is_type(at, json_type_array))
		return walk(json_object_array_get_idx(at, strtoul(word, NULL, 10)), rest, visit, with);
	struct json_object *member = NULL;
	if (!json_object_is_type(at, json_type_object) || !json_object_object_get_ex(at, word, &member))
		return false;
	return walk(member, rest, visit, with);
}

static bool keep(struct json_object *value, void *with)
{
	*(struct json_object **)with = value;
	return true;
}

/* Text of a string or a number; NULL: not there, null, or something else. */
static const char *text_at(struct json_object *at, const char *path)
{
	struct json_object *value = NULL;
	if (!path || !walk(at, path, keep, &value))
		return NULL;
	if (!json_object_is_type(value, json_type_string) && !json_object_is_type(value, json_type_int))
		return NULL;
	return json_object_get_string(value);
}

/* ---- one finding ---- */

/* The first place is better than none, and the first one in a file of the request is best. */
static bool consider(struct json_object *place, void *with)
{
	struct reading *reading = with;
	const char *file = text_at(place, reading->rule->fields[CX_FINDING_FILE]);
	if (!reading->place)
		reading->place = place;
	reading->known = file && reading->sink->knows(reading->sink->self, file);
	if (reading->known)
		reading->place = place;
	return reading->known;
}

static int read_finding(struct reading *reading)
{
	const struct cx_diagnostics_rule *rule = reading->rule;
	struct cx_finding finding = { 0 };
	reading->place = rule->places.len ? NULL : reading->finding;
	reading->known = false;
	for (size_t i = 0; i < rule->places.len && !reading->known; i++)
		walk(reading->finding, rule->places.items[i], consider, reading);
	for (int part = 0; part < CX_FINDING_PARTS; part++)
		finding.part[part] = text_at(part <= CX_FINDING_DETAIL ? reading->place : reading->finding,
					     rule->fields[part]);
	return finding.part[CX_FINDING_MESSAGE] ? reading->sink->take(reading->sink->self, &finding) : 0;
}

static int read_value(struct reading *reading, const char *text, size_t len)
{
	struct json_tokener *tokener = json_tokener_new_ex(MAX_TOOL_DEPTH);
	if (!tokener)
		return -1;
	int r = 0;
	reading->finding = json_tokener_parse_ex(tokener, text, (int)len);
	if (json_object_is_type(reading->finding, json_type_object))
		r = read_finding(reading);
	json_object_put(reading->finding);
	json_tokener_free(tokener);
	return r;
}

/* ---- the text around them ---- */

/* The end of the object that begins at `at`; NULL: it is cut off. */
static const char *object_end(const char *at, const char *end)
{
	unsigned depth = 0;
	bool string = false;
	for (; at < end; at++) {
		if (string && *at == '\\' && at + 1 < end)
			at++;
		else if (*at == '"')
			string = !string;
		else if (!string && (*at == '{' || *at == '['))
			depth++;
		else if (!string && (*at == '}' || *at == ']') && --depth == 0)
			return at + 1;
	}
	return NULL;
}

/* The object, or the list of objects, that begins at `at`. *at is moved behind what was read. */
static int read_objects(struct reading *reading, const char **at, const char *end)
{
	if (**at == '[')
		++*at;
	while (*at < end && (**at == '{' || strchr(", \t\n", **at))) {
		if (**at != '{') {
			++*at;
			continue;
		}
		const char *behind = object_end(*at, end);
		if (!behind) {
			*at = end;
			return 0;
		}
		int r = read_value(reading, *at, (size_t)(behind - *at));
		if (r)
			return r;
		*at = behind;
	}
	return 0;
}

int cx_tool_json_read(const struct cx_diagnostics_rule *rule, const char *text, size_t len,
		      const struct cx_finding_sink *sink)
{
	struct reading reading = { .rule = rule, .sink = sink };
	const char *end = text + len;
	for (const char *at = text; at < end;) {
		if (*at == '{' || *at == '[') {
			int r = read_objects(&reading, &at, end);
			if (r)
				return r;
		}
		const char *line = at < end ? memchr(at, '\n', (size_t)(end - at)) : NULL;
		at = line ? line + 1 : end;
	}
	return 0;
}
