#include "codec/language_file.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "codec/json_fields.h"
#include "codec/language_stage.h"

enum { MAX_NAME = 40 };

/* Small letters first; `more` are the other characters that a name may have. */
static bool is_name(const char *name, const char *more)
{
	size_t len = strlen(name);
	if (!len || len > MAX_NAME || !isalpha((unsigned char)name[0]))
		return false;
	for (size_t i = 0; i < len; i++)
		if (!isalnum((unsigned char)name[i]) && !strchr(more, name[i]))
			return false;
	return true;
}

static bool has_capitals(const char *text)
{
	for (size_t i = 0; text[i]; i++)
		if (isupper((unsigned char)text[i]))
			return true;
	return false;
}

static int check_key(const struct cx_json_value *value, const char *more)
{
	return is_name(value->key, more) ? 0 : cx_json_fail(value, "is no name: letters and digits");
}

/* ---- names ---- */

static int read_name(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	if (!is_name(text, "") || has_capitals(text))
		return cx_json_fail(value, "must be small letters and digits");
	return cx_json_read_string(value, into);
}

static int read_alias(const struct cx_json_value *value, void *into)
{
	struct cx_language *lang = into;
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	if (!is_name(text, "+#.-") || has_capitals(text))
		return cx_json_fail(value, "must be small letters, digits, '+', '#', '.' and '-'");
	if (!strcmp(text, lang->name) || cx_strings_contain(&lang->aliases, text))
		return cx_json_fail(value, "'%s' is there twice", text);
	return cx_strings_add(&lang->aliases, text) < 0 ? cx_json_fail_oom(value) : 0;
}

static int read_aliases(const struct cx_json_value *value, void *into)
{
	return cx_json_expect(value, json_type_array) < 0 ? -1 : cx_json_each(value, read_alias, into);
}

static int read_extensions(const struct cx_json_value *value, void *into)
{
	struct cx_strings *extensions = into;
	if (cx_json_read_strings(value, into) < 0)
		return -1;
	for (size_t i = 0; i < extensions->len; i++)
		if (extensions->items[i][0] != '.' || !is_name(extensions->items[i] + 1, "+"))
			return cx_json_fail(value, "'%s' must be a dot and letters", extensions->items[i]);
	return 0;
}

static int read_source(const struct cx_json_value *value, void *into)
{
	if (cx_json_read_string(value, into) < 0)
		return -1;
	if (strchr(*(char **)into, '/'))
		return cx_json_fail(value, "must be a name without '/'");
	return cx_language_check_template(value, *(char **)into, CX_TEMPLATE_SOURCE);
}

/* ---- paths ---- */

static int read_path(const struct cx_json_value *value, void *into)
{
	static const char data[] = "{data}/";
	const struct cx_language *lang = value->file->owner;
	const char *text = cx_json_text(value);
	int r;
	if (!text)
		return -1;
	if (!strncmp(text, data, strlen(data)))
		r = cx_strings_addf(into, "%s/%s", lang->directory, text + strlen(data));
	else if (text[0] == '/')
		r = cx_strings_add(into, text);
	else
		return cx_json_fail(value, "must begin with '/' or {data}/");
	return r < 0 ? cx_json_fail_oom(value) : 0;
}

static int read_paths(const struct cx_json_value *value, void *into)
{
	if (cx_json_expect(value, json_type_array) < 0)
		return -1;
	return cx_json_each(value, read_path, into);
}

static int read_tool(const struct cx_json_value *value, void *into)
{
	struct cx_language *lang = into;
	struct cx_tool *tool = &lang->tools[lang->tools_len++];
	if (check_key(value, "+-_") < 0)
		return -1;
	if (!(tool->name = strdup(value->key)))
		return cx_json_fail_oom(value);
	if (read_paths(value, &tool->candidates) < 0)
		return -1;
	return tool->candidates.len ? 0 : cx_json_fail(value, "must not be empty");
}

static int read_tools(const struct cx_json_value *value, void *into)
{
	struct cx_language *lang = into;
	lang->tools = cx_json_room(value, json_type_object, sizeof(*lang->tools));
	return lang->tools ? cx_json_each(value, read_tool, lang) : -1;
}

/* ---- what is used where it is there ---- */

static int read_row(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		{ "program", true, read_paths, offsetof(struct cx_optional_row, program.candidates) },
		{ "arguments", true, cx_json_read_strings, offsetof(struct cx_optional_row, arguments) },
	};
	struct cx_optional *optional = into;
	return cx_json_read_object(value, CX_JSON_KEYS(keys), &optional->rows[optional->len++]);
}

static int read_optional(const struct cx_json_value *value, void *into)
{
	struct cx_language *lang = into;
	struct cx_optional *optional = &lang->optionals[lang->optionals_len++];
	if (check_key(value, "") < 0)
		return -1;
	if (!(optional->name = strdup(value->key)))
		return cx_json_fail_oom(value);
	optional->rows = cx_json_room(value, json_type_array, sizeof(*optional->rows));
	return optional->rows ? cx_json_each(value, read_row, optional) : -1;
}

static int read_optionals(const struct cx_json_value *value, void *into)
{
	struct cx_language *lang = into;
	lang->optionals = cx_json_room(value, json_type_object, sizeof(*lang->optionals));
	return lang->optionals ? cx_json_each(value, read_optional, lang) : -1;
}

/* ---- options ---- */

static int read_choice(const struct cx_json_value *value, void *into)
{
	struct cx_option_rule *rule = into;
	const char *text = cx_json_text(value);
	const char *name = value->key ? value->key : text;
	if (!text)
		return -1;
	if (!name[0])
		return cx_json_fail(value, "must not be empty");
	for (size_t i = 0; i < rule->choices_len; i++)
		if (!strcmp(rule->choices[i].value, name))
			return cx_json_fail(value, "'%s' is there twice", name);
	struct cx_choice *choice = &rule->choices[rule->choices_len++];
	choice->value = strdup(name);
	choice->text = strdup(text);
	return choice->value && choice->text ? 0 : cx_json_fail_oom(value);
}

static int read_choices(const struct cx_json_value *value, void *into)
{
	struct cx_option_rule *rule = into;
	bool list = json_object_is_type(value->json, json_type_array);
	rule->choices =
		cx_json_room(value, list ? json_type_array : json_type_object, sizeof(*rule->choices));
	return rule->choices ? cx_json_each(value, read_choice, rule) : -1;
}

/* Read behind the choices, of which it is one. */
static int read_default(const struct cx_json_value *value, void *into)
{
	struct cx_option_rule *rule = into;
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	for (size_t i = 0; i < rule->choices_len; i++) {
		if (!strcmp(rule->choices[i].value, text)) {
			rule->default_choice = i;
			return 0;
		}
	}
	return cx_json_fail(value, "'%s' is not among the choices", text);
}

static int read_option(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		{ "choices", true, read_choices, 0 },
		{ "default", true, read_default, 0 },
		{ "help", false, cx_json_read_string, offsetof(struct cx_option_rule, help) },
	};
	struct cx_language *lang = into;
	struct cx_option_rule *rule = &lang->options[lang->options_len++];
	if (check_key(value, "") < 0)
		return -1;
	if (!(rule->name = strdup(value->key)))
		return cx_json_fail_oom(value);
	return cx_json_read_object(value, CX_JSON_KEYS(keys), rule);
}

static int read_options(const struct cx_json_value *value, void *into)
{
	struct cx_language *lang = into;
	lang->options = cx_json_room(value, json_type_object, sizeof(*lang->options));
	return lang->options ? cx_json_each(value, read_option, lang) : -1;
}

/* ---- variables ---- */

struct pair {
	struct cx_pattern *match;
	char *value;
};

static int read_value(const struct cx_json_value *value, void *into)
{
	struct pair *pair = into;
	struct cx_error why = { 0 };
	if (cx_json_read_string(value, &pair->value) < 0)
		return -1;
	if (!cx_template_check_groups(pair->value, cx_pattern_groups(pair->match), &why))
		return 0;
	return cx_json_fail(value, "%s", why.msg);
}

static int read_match(const struct cx_json_value *value, void *into)
{
	const struct cx_language *lang = value->file->owner;
	return cx_json_read_pattern_with(value, lang->grammar, into);
}

static int read_pair(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		{ "match", true, read_match, offsetof(struct pair, match) },
		{ "value", true, read_value, 0 },
	};
	struct cx_variable *variable = into;
	struct pair pair = { 0 };
	int r = cx_json_read_object(value, CX_JSON_KEYS(keys), &pair);
	variable->patterns[variable->len] = pair.match;
	variable->values[variable->len++] = pair.value;
	return r;
}

static int read_pairs(const struct cx_json_value *value, void *into)
{
	struct cx_variable *variable = into;
	variable->patterns = cx_json_room(value, json_type_array, sizeof(*variable->patterns));
	if (!variable->patterns)
		return -1;
	variable->values = cx_json_room(value, json_type_array, sizeof(*variable->values));
	return variable->values ? cx_json_each(value, read_pair, variable) : -1;
}

static int read_fallback(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	char *copy = strdup(text);
	if (!copy)
		return cx_json_fail_oom(value);
	*(char **)into = copy;
	return 0;
}

static int read_variable(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		{ "patterns", true, read_pairs, 0 },
		{ "default", true, read_fallback, offsetof(struct cx_variable, fallback) },
	};
	struct cx_language *lang = into;
	struct cx_variable *variable = &lang->variables[lang->variables_len++];
	if (check_key(value, "") < 0)
		return -1;
	if (!(variable->name = strdup(value->key)))
		return cx_json_fail_oom(value);
	return cx_json_read_object(value, CX_JSON_KEYS(keys), variable);
}

static int read_variables(const struct cx_json_value *value, void *into)
{
	struct cx_language *lang = into;
	lang->variables = cx_json_room(value, json_type_object, sizeof(*lang->variables));
	return lang->variables ? cx_json_each(value, read_variable, lang) : -1;
}

/* ---- version ---- */

static int read_version_argument(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text || cx_language_check_template(value, text, CX_TEMPLATE_VERSION) < 0)
		return -1;
	return cx_strings_add(into, text) < 0 ? cx_json_fail_oom(value) : 0;
}

static int read_version_argv(const struct cx_json_value *value, void *into)
{
	struct cx_strings *argv = into;
	if (cx_json_expect(value, json_type_array) < 0 ||
	    cx_json_each(value, read_version_argument, into) < 0)
		return -1;
	return argv->len ? 0 : cx_json_fail(value, "must not be empty");
}

static int read_version_pattern(const struct cx_json_value *value, void *into)
{
	struct cx_pattern **pattern = into;
	if (cx_json_read_pattern(value, pattern) < 0)
		return -1;
	return cx_pattern_groups(*pattern) ? 0 : cx_json_fail(value, "must have a group: the version");
}

static int read_version(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		{ "argv", true, read_version_argv, offsetof(struct cx_language, version_argv) },
		{ "pattern", true, read_version_pattern, offsetof(struct cx_language, version_pattern) },
	};
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}

/* ---- the whole ---- */

#define FIELD(name) offsetof(struct cx_language, name)

/* In this order: templates name tools, options and variables. */
static const struct cx_json_key language_keys[] = {
	{ "name", true, read_name, FIELD(name) },
	{ "title", true, cx_json_read_string, FIELD(title) },
	{ "aliases", false, read_aliases, 0 },
	{ "extensions", true, read_extensions, FIELD(extensions) },
	{ "tools", true, read_tools, 0 },
	{ "options", false, read_options, 0 },
	{ "grammar", false, cx_json_read_lines, FIELD(grammar) },
	{ "variables", false, read_variables, 0 },
	{ "source", true, read_source, FIELD(source) },
	{ "optional", false, read_optionals, 0 },
	{ "install", true, cx_json_read_string, FIELD(install) },
	{ "version", true, read_version, 0 },
	{ "environment", false, cx_language_environment_read, FIELD(environment) },
	{ "readable", false, read_paths, FIELD(readable) },
	{ "prelude", false, cx_language_prelude_read, FIELD(prelude) },
	{ "compile", false, cx_language_compile_read, FIELD(compile) },
	{ "run", true, cx_language_run_read, FIELD(run) },
	{ "validate", false, cx_language_stage_read, FIELD(validate) },
	{ "outOfMemory", false, cx_language_signs_read, FIELD(memory_signs) },
	{ "diagnostics", false, cx_language_diagnostics_read, FIELD(diagnostics) },
	{ "modules", false, cx_language_modules_read, FIELD(modules) },
	{ "packages", false, cx_json_read_strings, FIELD(packages) },
	{ "probes", false, cx_json_read_strings, FIELD(probes) },
};

#undef FIELD

static char *directory_of(const char *path)
{
	const char *slash = strrchr(path, '/');
	if (!slash)
		return strdup(".");
	return strndup(path, slash == path ? 1 : (size_t)(slash - path));
}

static void free_language(struct cx_language **lang)
{
	cx_language_free(*lang);
}

int cx_language_file_read(const char *path, const char *json, size_t len, struct cx_language **ret,
			  struct cx_error *err)
{
	__attribute__((cleanup(free_language))) struct cx_language *lang = calloc(1, sizeof(*lang));
	if (!lang || !(lang->origin = strdup(path)) || !(lang->directory = directory_of(path)))
		return cx_fail_oom(err);
	const struct cx_json_file file = { path, json, len, lang, err };
	if (cx_json_read_file(&file, CX_JSON_KEYS(language_keys), lang) < 0)
		return -1;
	if (!lang->compile.steps_len && !lang->validate.steps_len)
		return cx_fail(err, CX_EINPUT,
			       "%s:1: validate: missing, and there is no compile stage to check with", path);
	*ret = steal_pointer(&lang);
	return 0;
}
