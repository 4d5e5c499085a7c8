/* The policy on modules that make no sense in the sandbox. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "codec/language_stage.h"

static int read_policy(const struct cx_json_value *value, void *into)
{
	static const char *const names[] = {
		[CX_MODULE_ALLOW] = "allow",
		[CX_MODULE_WARN] = "warn",
		[CX_MODULE_REFUSE] = "refuse",
	};
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (!strcmp(text, names[i])) {
			*(enum cx_module_policy *)into = (enum cx_module_policy)i;
			return 0;
		}
	}
	return cx_json_fail(value, "must be allow, warn or refuse");
}

static int read_rule(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_module_rule, name)
	static const struct cx_json_key keys[] = {
		{ "names", true, cx_json_read_strings, FIELD(names) },
		{ "policy", true, read_policy, FIELD(policy) },
		{ "reason", false, cx_json_read_string, FIELD(reason) },
	};
#undef FIELD
	struct cx_modules_rule *modules = into;
	struct cx_module_rule *rule = &modules->rules[modules->rules_len++];
	if (cx_json_read_object(value, CX_JSON_KEYS(keys), rule) < 0)
		return -1;
	if (rule->policy != CX_MODULE_ALLOW && !rule->reason)
		return cx_json_fail(value, "must say the reason");
	return 0;
}

static int read_rules(const struct cx_json_value *value, void *into)
{
	struct cx_modules_rule *modules = into;
	modules->rules = cx_json_room(value, json_type_array, sizeof(*modules->rules));
	return modules->rules ? cx_json_each(value, read_rule, modules) : -1;
}

static int read_separator(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	if (strlen(text) > 2)
		return cx_json_fail(value, "must be one or two characters");
	return cx_json_read_string(value, into);
}

static int read_pattern(const struct cx_json_value *value, void *into)
{
	struct cx_pattern **pattern = into;
	if (cx_json_read_pattern(value, pattern) < 0)
		return -1;
	return cx_pattern_group(*pattern, "name") < 0 ? cx_json_fail(value, "must have the group 'name'") : 0;
}

static int read_locate(const struct cx_json_value *value, void *into)
{
	const struct cx_strings *texts = into;
	if (cx_json_read_strings(value, into) < 0)
		return -1;
	for (size_t i = 0; i < texts->len; i++)
		if (!strstr(texts->items[i], "{name}") && !strstr(texts->items[i], "{last}"))
			return cx_json_fail(value, "'%s' has neither {name} nor {last}", texts->items[i]);
	return 0;
}

int cx_language_modules_read(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_modules_rule, name)
	static const struct cx_json_key keys[] = {
		{ "separator", true, read_separator, FIELD(separator) },
		{ "find", false, cx_language_stage_read, FIELD(find) },
		{ "pattern", false, read_pattern, FIELD(pattern) },
		{ "locate", false, read_locate, FIELD(locate) },
		{ "rules", true, read_rules, 0 },
	};
#undef FIELD
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}
