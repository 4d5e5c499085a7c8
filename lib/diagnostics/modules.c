#include "diagnostics/modules.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "diagnostics/position.h"
#include "diagnostics/source.h"

enum { MAX_USES = 100 };

void cx_module_uses_done(struct cx_module_uses *uses)
{
	for (size_t i = 0; i < uses->len; i++) {
		free(uses->items[i].name);
		free(uses->items[i].file);
	}
	free(uses->items);
	*uses = (struct cx_module_uses){ 0 };
}

/* ---- rules ---- */

static bool covers(const char *rule_name, const char *name, const char *separator)
{
	size_t len = strlen(rule_name);
	return !strncmp(rule_name, name, len) &&
	       (!name[len] || !strncmp(name + len, separator, strlen(separator)));
}

static const char *last_part(const char *name, const char *separator)
{
	const char *last = name;
	for (const char *at; (at = strstr(last, separator));)
		last = at + strlen(separator);
	return last;
}

static const struct cx_module_rule *find_rule(const struct cx_modules_rule *modules, const char *name)
{
	for (size_t i = 0; i < modules->rules_len; i++)
		for (size_t j = 0; j < modules->rules[i].names.len; j++)
			if (covers(modules->rules[i].names.items[j], name, modules->separator))
				return &modules->rules[i];
	return NULL;
}

enum cx_module_policy cx_modules_policy(const struct cx_module_use *use, enum cx_modules modules)
{
	if (modules == CX_MODULES_ALLOW)
		return CX_MODULE_ALLOW;
	return modules == CX_MODULES_REFUSE ? CX_MODULE_REFUSE : use->rule->policy;
}

int cx_modules_sentence(const struct cx_module_use *use, char **ret)
{
	return asprintf(ret, "%s: %s", use->name, use->rule->reason) < 0 ? -1 : 0;
}

/* ---- uses ---- */

/* At the same place the module, or what lies below it: `from a import b` names both. */
static bool is_noted(const struct cx_module_uses *uses, const char *name, uint32_t line,
		     const char *separator)
{
	for (size_t i = 0; i < uses->len; i++) {
		const struct cx_module_use *use = &uses->items[i];
		if (!strcmp(use->name, name) ||

		    (line && use->line == line &&
		     (covers(use->name, name, separator) || covers(name, use->name, separator))))
			return true;
	}
	return false;
}

int cx_modules_note(const struct cx_reading *how, const char *name, const struct cx_file *file, uint32_t line,
		    uint32_t column, struct cx_module_uses *uses)
{
	const struct cx_module_rule *rule = find_rule(&how->lang->modules, name);
	if (!rule || rule->policy == CX_MODULE_ALLOW || uses->len >= MAX_USES ||
	    is_noted(uses, name, line, how->lang->modules.separator))
		return 0;
	struct cx_module_use *items = realloc(uses->items, (uses->len + 1) * sizeof(*items));
	if (!items)
		return -1;
	uses->items = items;
	bool named = file && cx_source_is_named(how);
	struct cx_module_use use = { .rule = rule, .line = line, .column = column, .name = strdup(name) };
	if (named)
		use.file = strdup(cx_source_name(how, file));
	items[uses->len++] = use;
	return use.name && (use.file || !named) ? 0 : -1;
}

/* ---- lists ---- */

static bool is_word(char c)
{
	return isalnum((unsigned char)c) || c == '_' || (unsigned char)c >= 0x80;
}

/* The placeholder at the beginning of a text stands for this; NULL: none is there. Both are six bytes long. */
static const char *placeholder_value(const char *text, const char *name, const char *separator)
{
	if (!strncmp(text, "{name}", 6))
		return name;
	return strncmp(text, "{last}", 6) ? NULL : last_part(name, separator);
}

/* True when the text stands at `at`; a space in it stands for any number of them. *ret is where the name is. */
static bool text_matches(const char *at, const char *end, const char *text, const char *name,
			 const char *separator, const char **ret)
{
	while (*text) {
		const char *value = placeholder_value(text, name, separator);
		size_t len = value ? strlen(value) : 1;
		if (*text == ' ') {
			for (; at < end && (*at == ' ' || *at == '\t'); at++)
				;
			text++;
			continue;
		}
		if (len == 0 || (size_t)(end - at) < len || memcmp(at, value ? value : text, len) != 0)
			return false;
		if (value)
			*ret = at;
		at += len;
		text += value ? 6 : 1;
	}
	return at >= end || !is_word(at[-1]) || !is_word(*at);
}

static bool find_text(const struct cx_bytes *source, const char *text, const char *name,
		      const char *separator, uint32_t *ret_line, uint32_t *ret_column)
{
	const char *end = source->data + source->len;
	const char *found = NULL;
	const char *line = source->data;
	*ret_line = 1;
	for (const char *at = source->data; at && at < end; at++) {
		if (*at == '\n') {
			++*ret_line;
			line = at + 1;
		} else if ((at == source->data || !is_word(at[-1]) || !is_word(*at)) &&
			   text_matches(at, end, text, name, separator, &found)) {
			*ret_column = cx_column_of(line, found ? found : at);
			return true;
		}
	}
	return false;
}

static int locate(const struct cx_reading *how, const char *name, struct cx_module_uses *uses)
{
	const struct cx_strings *texts = &how->lang->modules.locate;
	uint32_t line, column;
	for (size_t i = 0; i < texts->len; i++)
		for (size_t j = 0; j < how->req->files_len; j++)
			if (find_text(&how->req->files[j].content, texts->items[i], name,
				      how->lang->modules.separator, &line, &column))
				return cx_modules_note(how, name, &how->req->files[j], line, column, uses);
	return 0; /* something that the language brings asks for it, not the program */
}

int cx_modules_read_list(const struct cx_reading *how, const char *text, size_t len,
			 struct cx_module_uses *uses)
{
	const struct cx_modules_rule *modules = &how->lang->modules;
	int group = modules->pattern ? cx_pattern_group(modules->pattern, "name") : -1;
	const char *end = text + len;
	for (const char *at = text; group >= 0 && at < end;) {
		struct cx_span spans[8];
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		size_t line_len = (size_t)((newline ? newline : end) - at);
		char name[256];
		if (cx_pattern_match(modules->pattern, at, line_len, 0, spans, 8) && spans[group].set &&
		    spans[group].len < sizeof(name)) {
			snprintf(name, sizeof(name), "%.*s", (int)spans[group].len, at + spans[group].start);
			const struct cx_module_rule *rule = find_rule(modules, name);
			if (rule && rule->policy != CX_MODULE_ALLOW && locate(how, name, uses) < 0)
				return -1;
		}
		at += line_len + 1;
	}
	return 0;
}

/* ---- a quick look ---- */

static bool contains_word(const struct cx_bytes *text, const char *word)
{
	size_t len = strlen(word);
	for (const char *at = text->data; at && (at = strstr(at, word)); at++)
		if ((at == text->data || !is_word(at[-1])) && !is_word(at[len]))
			return true;
	return false;
}

static bool contains_name(const struct cx_reading *how, const char *name)
{
	const char *last = last_part(name, how->lang->modules.separator);
	for (size_t i = 0; i < how->req->files_len; i++)
		if (contains_word(&how->req->files[i].content, last))
			return true;
	return false;
}

bool cx_modules_may_be_used(const struct cx_reading *how)
{
	const struct cx_modules_rule *modules = &how->lang->modules;
	for (size_t i = 0; i < modules->rules_len; i++)
		for (size_t j = 0; j < modules->rules[i].names.len; j++)
			if (modules->rules[i].policy != CX_MODULE_ALLOW &&
			    contains_name(how, modules->rules[i].names.items[j]))
				return true;
	return false;
}
