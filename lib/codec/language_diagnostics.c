/* How a language's tools speak: the pattern or the paths, and the unit in which they count columns. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "codec/language_stage.h"

static int read_pattern(const struct cx_json_value *value, void *into)
{
	struct cx_pattern **pattern = into;
	if (cx_json_read_pattern(value, pattern) < 0)
		return -1;
	if (cx_pattern_group(*pattern, "line") < 0 || cx_pattern_group(*pattern, "message") < 0)
		return cx_json_fail(value, "must have the groups 'line' and 'message'");
	return 0;
}

static int read_field(const struct cx_json_value *value, void *into)
{
	char **fields = into;
	for (int part = 0; part < CX_FINDING_PARTS; part++)
		if (!strcmp(value->key, cx_finding_part_name((enum cx_finding_part)part)))
			return cx_json_read_string(value, &fields[part]);
	return cx_json_fail(value, "unknown field: they are file, line, column, endLine, endColumn, detail, "
				   "severity, code, message");
}

static int read_fields(const struct cx_json_value *value, void *into)
{
	char **fields = into;
	if (cx_json_expect(value, json_type_object) < 0 || cx_json_each(value, read_field, into) < 0)
		return -1;
	if (!fields[CX_FINDING_LINE] || !fields[CX_FINDING_MESSAGE])
		return cx_json_fail(value, "must have 'line' and 'message'");
	return 0;
}

static int read_unit(const struct cx_json_value *value, void *into)
{
	static const char *const names[] = {
		[CX_COLUMN_CODEPOINT] = "codepoint",
		[CX_COLUMN_BYTE] = "byte",
		[CX_COLUMN_UTF16] = "utf16",
	};
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(text, names[i])) {
			*(enum cx_column_unit *)into = (enum cx_column_unit)i;
			return 0;
		}
	}
	return cx_json_fail(value, "must be codepoint, byte or utf16");
}

static int read_tab_width(const struct cx_json_value *value, void *into)
{
	long number;
	if (cx_json_whole(value, 1, 16, &number) < 0)
		return -1;
	*(uint32_t *)into = (uint32_t)number;
	return 0;
}

static int read_severity(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	if (strcmp(text, "error") != 0 && strcmp(text, "warning") != 0)
		return cx_json_fail(value, "must be error or warning");
	return cx_json_read_string(value, into);
}

static int read_origin_pattern(const struct cx_json_value *value, void *into)
{
	struct cx_pattern **pattern = into;
	if (cx_json_read_pattern(value, pattern) < 0)
		return -1;
	if (cx_pattern_group(*pattern, "at") < 0 || cx_pattern_group(*pattern, "file") < 0 ||
	    cx_pattern_group(*pattern, "line") < 0)
		return cx_json_fail(value, "must have the groups 'at', 'file' and 'line'");
	return 0;
}

static int read_origin(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_retelling, name)
	static const struct cx_json_key keys[] = {
		{ "tell", true, cx_language_stage_read, FIELD(tell) },
		{ "pattern", true, read_origin_pattern, FIELD(pattern) },
	};
#undef FIELD
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}

static int read_plain(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_retelling, name)
	static const struct cx_json_key keys[] = {
		{ "tell", true, cx_language_stage_read, FIELD(tell) },
		{ "pattern", true, read_pattern, FIELD(pattern) },
	};
#undef FIELD
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}

static int check_speech(const struct cx_json_value *value, const struct cx_diagnostics_rule *rule)
{
	bool json = rule->fields[CX_FINDING_MESSAGE];
	if (json == (rule->pattern != NULL))
		return cx_json_fail(value, "must have either 'pattern' or 'fields'");
	if (rule->places.len && !json)
		return cx_json_fail(value, "'places' belongs to 'fields'");
	return 0;
}

int cx_language_diagnostics_read(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_diagnostics_rule, name)
	static const struct cx_json_key keys[] = {
		{ "pattern", false, read_pattern, FIELD(pattern) },
		{ "fields", false, read_fields, FIELD(fields) },
		{ "places", false, cx_json_read_strings, FIELD(places) },
		{ "columnUnit", false, read_unit, FIELD(column_unit) },
		{ "tabWidth", false, read_tab_width, FIELD(tab_width) },
		{ "columnFromZero", false, cx_json_read_bool, FIELD(column_from_zero) },
		{ "endInclusive", false, cx_json_read_bool, FIELD(end_inclusive) },
		{ "defaultSeverity", false, read_severity, FIELD(default_severity) },
		{ "errorWord", false, cx_json_read_pattern, FIELD(error_word) },
		{ "warningCode", false, cx_json_read_pattern, FIELD(warning_code) },
		{ "ignore", false, cx_json_read_pattern, FIELD(ignore) },
		{ "plain", false, read_plain, FIELD(plain) },
		{ "origin", false, read_origin, FIELD(origin) },
	};
#undef FIELD
	struct cx_diagnostics_rule *rule = into;
	struct cx_error why = { 0 };
	rule->tab_width = 1;
	if (cx_json_read_object(value, CX_JSON_KEYS(keys), rule) < 0 || check_speech(value, rule) < 0)
		return -1;
	if (!rule->default_severity && !(rule->default_severity = strdup("error")))
		return cx_json_fail_oom(value);
	if (!rule->error_word && cx_pattern_compile("error", &rule->error_word, &why) < 0)
		return cx_json_fail_oom(value);
	return 0;
}
