/* What a language file says of the lines that many sources begin with. */
#include <string.h>

#include "base/buffer.h"
#include "codec/language_stage.h"

static int read_line(const struct cx_json_value *value, void *into)
{
	struct cx_pattern **pattern = into;
	if (cx_json_read_pattern_with(value, NULL, pattern) < 0)
		return -1;
	return cx_pattern_group(*pattern, "name") >= 0 ? 0
						       : cx_json_fail(value, "must have the group 'name'");
}

static int read_text(const struct cx_json_value *value, void *into)
{
	struct cx_error why = { 0 };
	if (cx_json_read_string(value, into) < 0)
		return -1;
	if (!cx_template_check_groups(*(char **)into, 1, &why))
		return 0;
	return cx_json_fail(value, "%s", why.msg);
}

static int read_file_name(const struct cx_json_value *value, void *into)
{
	if (cx_json_read_string(value, into) < 0)
		return -1;
	const char *name = *(char **)into;
	return !strchr(name, '/') && name[0] != '.' ? 0 : cx_json_fail(value, "must be a name without '/'");
}

/* What is made beforehand is made of known names alone. */
static int read_common_list(const struct cx_json_value *value, void *into)
{
	struct cx_prelude_rule *prelude = into;
	struct cx_strings *list = &prelude->common[prelude->common_len++];
	if (cx_json_read_strings(value, list) < 0)
		return -1;
	for (size_t i = 0; i < list->len; i++)
		if (!cx_strings_contain(&prelude->names, list->items[i]))
			return cx_json_fail(value, "'%s' is not among the names", list->items[i]);
	return 0;
}

static int read_common(const struct cx_json_value *value, void *into)
{
	struct cx_prelude_rule *prelude = into;
	prelude->common = cx_json_room(value, json_type_array, sizeof(*prelude->common));
	return prelude->common ? cx_json_each(value, read_common_list, prelude) : -1;
}

int cx_language_prelude_read(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_prelude_rule, name)
	static const struct cx_json_key keys[] = {
		{ "line", true, read_line, FIELD(line) },
		{ "names", true, cx_json_read_strings, FIELD(names) },
		{ "text", true, read_text, FIELD(text) },
		{ "source", true, read_file_name, FIELD(source) },
		{ "product", true, read_file_name, FIELD(product) },
		{ "make", true, cx_language_stage_read, FIELD(make) },
		{ "doubt", false, cx_json_read_pattern, FIELD(doubt) },
		{ "common", false, read_common, 0 },
	};
#undef FIELD
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}
