/* {placeholders}: found wrong when a data file is read, expanded for one request. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "language/language.h"

enum { MB = 1024 * 1024, MIN_HEAP_MB = 4 };

/* What the next bytes of a template are: text as it is, or the name of a placeholder. */
struct part {
	bool placeholder;
	const char *text;
	size_t len;
};

enum next { NEXT_PART, NEXT_END, NEXT_OPEN };

static enum next next_part(const char **at, struct part *part)
{
	const char *start = *at;
	if (!start[0])
		return NEXT_END;
	if (start[0] != '{') {
		*part = (struct part){ false, start, strcspn(start, "{") };
		*at = start + part->len;
		return NEXT_PART;
	}
	if (start[1] == '{') {
		*part = (struct part){ false, start, 1 };
		*at = start + 2;
		return NEXT_PART;
	}
	*part = (struct part){ true, start + 1, strcspn(start + 1, "{}") };
	if (part->text[part->len] != '}')
		return NEXT_OPEN;
	*at = part->text + part->len + 1;
	return NEXT_PART;
}

static bool part_is(const struct part *part, const char *name)
{
	return strlen(name) == part->len && !memcmp(part->text, name, part->len);
}

/* The rest of a name that begins with `prefix`. */
static bool part_begins(const struct part *part, const char *prefix, struct part *rest)
{
	size_t len = strlen(prefix);
	if (part->len < len || memcmp(part->text, prefix, len))
		return false;
	*rest = (struct part){ true, part->text + len, part->len - len };
	return true;
}

static int append_source(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_puts(into, with->source);
}

static int append_work(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_puts(into, with->work);
}

static int append_build(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_puts(into, with->build);
}

static int append_tmp(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_puts(into, with->tmp);
}

static int append_data(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_puts(into, with->data ? with->data : with->lang->directory);
}

static int append_libexec(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_puts(into, with->libexec ? with->libexec : "");
}

/* The first bytes of a tool's path: a tool beside the language file moves with it. */
static int append_path(struct cx_buffer *into, const struct cx_expansion *with, const char *path, size_t len)
{
	size_t own = strlen(with->lang->directory);
	if (!with->data || strncmp(path, with->lang->directory, own) != 0 || path[own] != '/' || own > len)
		return cx_buffer_append(into, path, len);
	if (cx_buffer_puts(into, with->data) < 0)
		return -1;
	return cx_buffer_append(into, path + own, len - own);
}

static int append_cpus(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_printf(into, "%u", with->cpus);
}

static int append_memory(struct cx_buffer *into, const struct cx_expansion *with)
{
	return cx_buffer_printf(into, "%llu", (unsigned long long)(with->memory_bytes / MB));
}

static int append_heap(struct cx_buffer *into, const struct cx_expansion *with)
{
	uint64_t reserve = with->memory->reserve_bytes;
	uint64_t left = with->memory_bytes > reserve ? with->memory_bytes - reserve : 0;
	uint64_t heap = (uint64_t)((double)left * with->memory->heap_share) / MB;
	return cx_buffer_printf(into, "%llu", (unsigned long long)(heap > MIN_HEAP_MB ? heap : MIN_HEAP_MB));
}

struct placeholder {
	const char *name;
	bool needs_request;
	int (*append)(struct cx_buffer *into, const struct cx_expansion *with);
};

static const struct placeholder placeholders[] = {
	{ "source", true, append_source },    { "work", false, append_work },
	{ "build", false, append_build },     { "tmp", false, append_tmp },
	{ "data", false, append_data },	      { "cpus", false, append_cpus },
	{ "heapMB", false, append_heap },     { "memoryMB", false, append_memory },
	{ "libexec", false, append_libexec },
};

static const struct placeholder *find_placeholder(const struct part *part)
{
	for (size_t i = 0; i < sizeof(placeholders) / sizeof(placeholders[0]); i++)
		if (part_is(part, placeholders[i].name))
			return &placeholders[i];
	return NULL;
}

/* {source:OLD=NEW}: the main source with another ending, which is what a compiler makes of its name. */
static bool part_is_new_ending(const struct part *part, struct part *ret_old, struct part *ret_new)
{
	struct part change;
	if (!part_begins(part, "source:", &change))
		return false;
	const char *equals = memchr(change.text, '=', change.len);
	if (!equals)
		return false;
	*ret_old = (struct part){ false, change.text, (size_t)(equals - change.text) };
	*ret_new = (struct part){ false, equals + 1, change.len - ret_old->len - 1 };
	return true;
}

static int append_new_ending(struct cx_buffer *into, const char *source, const struct part *old,
			     const struct part *new)
{
	size_t len = strlen(source);
	if (len < old->len || memcmp(source + len - old->len, old->text, old->len))
		return cx_buffer_puts(into, source);
	if (cx_buffer_append(into, source, len - old->len) < 0)
		return -1;
	return cx_buffer_append(into, new->text, new->len);
}

static const struct cx_tool *find_tool(const struct cx_language *lang, const struct part *name)
{
	for (size_t i = 0; i < lang->tools_len; i++)
		if (part_is(name, lang->tools[i].name))
			return &lang->tools[i];
	return NULL;
}

/* Positions in lang->options and lang->variables; -1: none. */
static int find_option(const struct cx_language *lang, const struct part *name)
{
	for (size_t i = 0; i < lang->options_len; i++)
		if (part_is(name, lang->options[i].name))
			return (int)i;
	return -1;
}

static int find_variable(const struct cx_language *lang, const struct part *name)
{
	for (size_t i = 0; i < lang->variables_len; i++)
		if (part_is(name, lang->variables[i].name))
			return (int)i;
	return -1;
}

/* The thing that a template of the form {optional.NAME} names; NULL: it has another form. */
static const struct cx_optional *whole_optional(const char *template, const struct cx_language *lang)
{
	struct part part, name;
	if (next_part(&template, &part) != NEXT_PART || *template || !part.placeholder ||
	    !part_begins(&part, "optional.", &name))
		return NULL;
	for (size_t i = 0; i < lang->optionals_len; i++)
		if (part_is(&name, lang->optionals[i].name))
			return &lang->optionals[i];
	return NULL;
}

static int fail_unknown(const struct part *part, struct cx_error *err)
{
	return cx_fail(err, CX_EINPUT, "unknown placeholder {%.*s}", (int)part->len, part->text);
}

static int check_part(const struct part *part, enum cx_template_place place, const struct cx_language *lang,
		      struct cx_error *err)
{
	struct part name, ending;
	bool allowed = true;
	const struct placeholder *known = find_placeholder(part);
	if (part_is_new_ending(part, &name, &ending))
		allowed = place != CX_TEMPLATE_SOURCE && place != CX_TEMPLATE_VERSION;
	else if (known)
		allowed = place != CX_TEMPLATE_SOURCE &&
			  !(known->needs_request && place == CX_TEMPLATE_VERSION);
	else if ((part_begins(part, "tool.", &name) || part_begins(part, "dir.", &name)) &&
		 find_tool(lang, &name))
		allowed = place != CX_TEMPLATE_SOURCE;
	else if ((part_begins(part, "option.", &name) && find_option(lang, &name) >= 0) ||
		 (part_begins(part, "var.", &name) && find_variable(lang, &name) >= 0))
		allowed = place != CX_TEMPLATE_VERSION;
	else if (part_is(part, "prelude"))
		allowed = place == CX_TEMPLATE_STEP;
	else if (part_begins(part, "optional.", &name))
		return cx_fail(err, CX_EINPUT,
			       "{%.*s} can only be a whole argument of a step, and must be known",
			       (int)part->len, part->text);
	else if (part_is(part, "sources"))
		return cx_fail(err, CX_EINPUT, "{sources} can only be a whole argument of a step");
	else
		return fail_unknown(part, err);
	if (!allowed)
		return cx_fail(err, CX_EINPUT, "{%.*s} has no meaning here", (int)part->len, part->text);
	return 0;
}

int cx_template_check(const char *template, enum cx_template_place place, const struct cx_language *lang,
		      struct cx_error *err)
{
	if (place == CX_TEMPLATE_STEP && (!strcmp(template, "{sources}") || whole_optional(template, lang)))
		return 0;
	struct part part;
	enum next next;
	while ((next = next_part(&template, &part)) == NEXT_PART)
		if (part.placeholder && check_part(&part, place, lang, err) < 0)
			return -1;
	return next == NEXT_END ? 0
				: cx_fail(err, CX_EINPUT, "a placeholder does not end; write {{ for a brace");
}

/* The path of a tool, or the directory that it is in. */
static int expand_tool(const struct cx_tool *tool, bool directory, const struct cx_expansion *with,
		       struct cx_buffer *into, struct cx_error *err)
{
	if (!tool->path)
		return cx_fail(err, CX_EUNAVAILABLE, "%s", with->lang->unavailable);
	size_t len = directory ? (size_t)(strrchr(tool->path, '/') - tool->path) : strlen(tool->path);
	return append_path(into, with, tool->path, len) < 0 ? cx_fail_oom(err) : 0;
}

static int expand_part(const struct part *part, const struct cx_expansion *with, struct cx_buffer *into,
		       struct cx_error *err)
{
	struct part name, ending;
	const struct placeholder *known = find_placeholder(part);
	const struct cx_tool *tool = NULL;
	const char *text = NULL;
	int index;
	if (known)
		return known->append(into, with) < 0 ? cx_fail_oom(err) : 0;
	if (part_is_new_ending(part, &name, &ending))
		return append_new_ending(into, with->source, &name, &ending) < 0 ? cx_fail_oom(err) : 0;
	if (part_begins(part, "tool.", &name) && (tool = find_tool(with->lang, &name)))
		return expand_tool(tool, false, with, into, err);
	if (part_begins(part, "dir.", &name) && (tool = find_tool(with->lang, &name)))
		return expand_tool(tool, true, with, into, err);
	if (part_is(part, "prelude"))
		return cx_buffer_puts(into, with->prelude) < 0 ? cx_fail_oom(err) : 0;
	if (part_begins(part, "option.", &name) && (index = find_option(with->lang, &name)) >= 0) {
		text = with->option_values->items[index];
	} else if (part_begins(part, "var.", &name) && (index = find_variable(with->lang, &name)) >= 0) {
		text = with->variable_values->items[index];
	} else {
		return fail_unknown(part, err);
	}
	return cx_buffer_puts(into, text) < 0 ? cx_fail_oom(err) : 0;
}

int cx_template_expand(const char *template, const struct cx_expansion *with, char **ret,
		       struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	struct part part;
	if (cx_buffer_reserve(&text, strlen(template)) < 0 || cx_buffer_puts(&text, "") < 0)
		return cx_fail_oom(err);
	while (next_part(&template, &part) == NEXT_PART) {
		if (part.placeholder) {
			if (expand_part(&part, with, &text, err) < 0)
				return -1;
		} else if (cx_buffer_append(&text, part.text, part.len) < 0) {
			return cx_fail_oom(err);
		}
	}
	*ret = cx_buffer_steal(&text).data;
	return 0;
}

/* What a whole argument stands for, when that is any number of arguments; NULL: it is one. */
static const struct cx_strings *list_of(const char *template, const struct cx_expansion *with)
{
	static const struct cx_strings nothing = { 0 };
	if (!strcmp(template, "{sources}"))
		return with->sources;
	if (!with->prelude && strstr(template, "{prelude}"))
		return &nothing;
	const struct cx_optional *optional = whole_optional(template, with->lang);
	if (!optional)
		return NULL;
	return optional->here ? &optional->here->arguments : &nothing;
}

int cx_template_expand_all(const struct cx_strings *templates, const struct cx_expansion *with,
			   struct cx_strings *into, struct cx_error *err)
{
	for (size_t i = 0; i < templates->len; i++) {
		char *text = NULL;
		const struct cx_strings *list = list_of(templates->items[i], with);
		if (list) {
			if (cx_strings_copy(into, list) < 0)
				return cx_fail_oom(err);
			continue;
		}
		if (cx_template_expand(templates->items[i], with, &text, err) < 0)
			return -1;
		int r = cx_strings_add(into, text);
		free(text);
		if (r < 0)
			return cx_fail_oom(err);
	}
	return 0;
}

/* The number of a placeholder {1} … {9}; 0: it is none. */
static size_t group_number(const struct part *part)
{
	return part->len == 1 && part->text[0] >= '1' && part->text[0] <= '9' ? (size_t)(part->text[0] - '0')
									      : 0;
}

int cx_template_check_groups(const char *template, size_t groups, struct cx_error *err)
{
	struct part part;
	enum next next;
	while ((next = next_part(&template, &part)) == NEXT_PART) {
		size_t number = part.placeholder ? group_number(&part) : 1;
		if (!number)
			return fail_unknown(&part, err);
		if (part.placeholder && number > groups)
			return cx_fail(err, CX_EINPUT, "the pattern has no group {%zu}", number);
	}
	return next == NEXT_END ? 0
				: cx_fail(err, CX_EINPUT, "a placeholder does not end; write {{ for a brace");
}

int cx_template_expand_groups(const char *template, const char *subject, const struct cx_span *spans,
			      size_t len, struct cx_bytes *ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	struct part part;
	int r = cx_buffer_puts(&text, "");
	while (!r && next_part(&template, &part) == NEXT_PART) {
		size_t number = part.placeholder ? group_number(&part) : 0;
		if (!part.placeholder)
			r = cx_buffer_append(&text, part.text, part.len);
		else if (number < len && spans[number].set)
			r = cx_buffer_append(&text, subject + spans[number].start, spans[number].len);
	}
	if (r < 0)
		return cx_fail_oom(err);
	*ret = cx_buffer_steal(&text);
	return 0;
}
