/* What a request selects: options, values read from its source, and what its end means. */
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "language/language.h"

enum {
	MAX_SHOWN = 40,	 /* of a request's own words in a message */
	MAX_VALUE = 150, /* of a variable: it may become the name of a file */
	MAX_GROUPS = 10,
	SIGN_WINDOW = 64 * 1024,
};

/* Words of the request are repeated only when they are short and plain. */
static const char *shown(const char *text)
{
	size_t len = strlen(text);
	for (size_t i = 0; i < len; i++)
		if (text[i] < 0x20 || text[i] > 0x7e)
			return "this";
	return len && len <= MAX_SHOWN ? text : "this";
}

static void option_field(const char *name, char field[static 64])
{
	bool plain = shown(name) == name;
	snprintf(field, 64, "options%s%s", plain ? "." : "", plain ? name : "");
}

static int fail_unknown_option(const struct cx_language *lang, const char *name, struct cx_error *err)
{
	char field[64];
	cleanup_buffer struct cx_buffer known = { 0 };
	option_field(name, field);
	for (size_t i = 0; i < lang->options_len; i++)
		if (cx_buffer_printf(&known, "%s%s", i ? ", " : "", lang->options[i].name) < 0)
			return cx_fail_oom(err);
	if (!known.len)
		return cx_fail_field(err, field, "%s has no options", lang->name);
	return cx_fail_field(err, field, "%s has no such option; there are %s", lang->name, known.data);
}

static int fail_choice(const struct cx_option_rule *rule, const char *value, struct cx_error *err)
{
	char field[64];
	cleanup_buffer struct cx_buffer known = { 0 };
	option_field(rule->name, field);
	for (size_t i = 0; i < rule->choices_len; i++)
		if (cx_buffer_printf(&known, "%s%s", i ? ", " : "", rule->choices[i].value) < 0)
			return cx_fail_oom(err);
	return cx_fail_field(err, field, "%s is none of %s", shown(value), known.data);
}

static const struct cx_option_rule *find_rule(const struct cx_language *lang, const char *name)
{
	for (size_t i = 0; i < lang->options_len; i++)
		if (!strcmp(lang->options[i].name, name))
			return &lang->options[i];
	return NULL;
}

static const char *requested(const struct cx_request *req, const char *name)
{
	for (size_t i = 0; i < req->options_len; i++)
		if (!strcmp(req->options[i].name, name))
			return req->options[i].value;
	return NULL;
}

int cx_language_choose_options(const struct cx_language *lang, const struct cx_request *req,
			       struct cx_strings *ret, struct cx_error *err)
{
	cleanup_strings struct cx_strings texts = { 0 };
	for (size_t i = 0; i < req->options_len; i++)
		if (!find_rule(lang, req->options[i].name))
			return fail_unknown_option(lang, req->options[i].name, err);
	for (size_t i = 0; i < lang->options_len; i++) {
		const struct cx_option_rule *rule = &lang->options[i];
		const char *value = requested(req, rule->name);
		size_t choice = value ? 0 : rule->default_choice;
		while (value && choice < rule->choices_len && strcmp(rule->choices[choice].value, value))
			choice++;
		if (choice == rule->choices_len)
			return fail_choice(rule, value, err);
		if (cx_strings_add(&texts, rule->choices[choice].text) < 0)
			return cx_fail_oom(err);
	}
	*ret = texts;
	texts = (struct cx_strings){ 0 };
	return 0;
}

/* A value may become a name in the work directory: what cannot be one is no value. */
static bool fits(const struct cx_bytes *value)
{
	if (!value->len || value->len > MAX_VALUE || value->data[0] == '.' || value->data[0] == '-')
		return false;
	for (size_t i = 0; i < value->len; i++)
		if (iscntrl((unsigned char)value->data[i]) || value->data[i] == '/')
			return false;
	return true;
}

static int read_variable(const struct cx_variable *variable, const struct cx_bytes *source,
			 struct cx_strings *into, struct cx_error *err)
{
	for (size_t i = 0; i < variable->len; i++) {
		struct cx_span spans[MAX_GROUPS];
		cleanup_bytes struct cx_bytes value = { 0 };
		if (!cx_pattern_match(variable->patterns[i], source->data, source->len, 0, spans, MAX_GROUPS))
			continue;
		if (cx_template_expand_groups(variable->values[i], source->data, spans, MAX_GROUPS, &value,
					      err) < 0)
			return -1;
		if (fits(&value))
			return cx_strings_add(into, value.data) < 0 ? cx_fail_oom(err) : 0;
	}
	return cx_strings_add(into, variable->fallback) < 0 ? cx_fail_oom(err) : 0;
}

int cx_language_read_variables(const struct cx_language *lang, const struct cx_bytes *source,
			       struct cx_strings *ret, struct cx_error *err)
{
	cleanup_strings struct cx_strings values = { 0 };
	for (size_t i = 0; i < lang->variables_len; i++)
		if (read_variable(&lang->variables[i], source, &values, err) < 0)
			return -1;
	*ret = values;
	values = (struct cx_strings){ 0 };
	return 0;
}

bool cx_language_is_source(const struct cx_language *lang, const char *file_name)
{
	const char *slash = strrchr(file_name, '/');
	const char *base = slash ? slash + 1 : file_name;
	size_t len = strlen(base);
	for (size_t i = 0; i < lang->extensions.len; i++) {
		size_t ending = strlen(lang->extensions.items[i]);
		if (len > ending && !strcmp(base + len - ending, lang->extensions.items[i]))
			return true;
	}
	return false;
}

static bool shows(const struct cx_sign *sign, int exit_code, int signal, const char *text, size_t len)
{
	if (sign->exit_code >= 0 && sign->exit_code != exit_code)
		return false;
	if (sign->signal && sign->signal != signal)
		return false;
	return !sign->stderr_ || cx_pattern_match(sign->stderr_, text, len, 0, NULL, 0);
}

bool cx_language_shows_sign(const struct cx_signs *signs, int exit_code, int signal,
			    const struct cx_bytes *error)
{
	size_t skipped = error->len > SIGN_WINDOW ? error->len - SIGN_WINDOW : 0;
	const char *text = error->data ? error->data + skipped : "";
	if (!exit_code && !signal)
		return false; /* it came to a good end */
	for (size_t i = 0; i < signs->len; i++)
		if (shows(&signs->items[i], exit_code, signal, text, error->len - skipped))
			return true;
	return false;
}
