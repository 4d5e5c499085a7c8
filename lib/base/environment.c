#include "codex/environment.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/nearest.h"
#include "codex/limits.h"

static const char own[] = "CODEX_";
static const char *const bounds[] = { "CODEX_DEFAULT_", "CODEX_MIN_", "CODEX_MAX_" };
enum { BOUNDS = sizeof(bounds) / sizeof(bounds[0]) };

const char *cx_env_text(const char *name)
{
	const char *text = getenv(name);
	return text && *text ? text : NULL;
}

static const struct cx_env_variable *find(const char *name)
{
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++)
		if (!strcmp(variable->name, name))
			return variable;
	return NULL;
}

/* ---- values ---- */

const char *cx_env_range(const struct cx_env_variable *variable, char buf[static 240])
{
	const size_t size = 240;
	const char *range = variable->range ? variable->range : "";
	size_t len = 0;
	buf[0] = '\0';
	switch (variable->kind) {
	case CX_ENV_TEXT:
		snprintf(buf, size, "%s", range);
		break;
	case CX_ENV_WHOLE:
		snprintf(buf, size, "a whole number from %" PRIu64 " to %" PRIu64, variable->min,
			 variable->max);
		break;
	case CX_ENV_FLAG:
		snprintf(buf, size, "0 or 1");
		break;
	case CX_ENV_WORDS:
		len = (size_t)snprintf(buf, size, "one or more, commas between, of ");
		/* fall through */
	case CX_ENV_WORD:
		for (const char *at = range; *at && len < size; at += strspn(at, " ")) {
			int word = (int)strcspn(at, " ");
			const char *glue = at == range ? "" : at[word] ? ", " : " or ";
			len += (size_t)snprintf(buf + len, size - len, "%s%.*s", glue, word, at);
			at += word;
		}
	}
	return buf;
}

static bool has_word(const char *words, const char *word, size_t len)
{
	for (const char *at = words; *at; at += strspn(at, " ")) {
		size_t here = strcspn(at, " ");
		if (here == len && !strncmp(at, word, len))
			return true;
		at += here;
	}
	return false;
}

static bool are_words(const char *words, const char *text)
{
	for (const char *at = text; *at;) {
		size_t len = strcspn(at, ",");
		if (!has_word(words, at, len))
			return false;
		at += len + (at[len] == ',');
	}
	return true;
}

/* False, too, for what does not fit 64 bits, as no range reaches so far. */
static bool is_whole(const char *text, uint64_t *ret)
{
	size_t len = strlen(text);
	*ret = strtoull(text, NULL, 10);
	return len && len <= 18 && strspn(text, "0123456789") == len;
}

/* What a variable is when it is `text`; a number in words, like "four per worker", is 0. */
static bool parse(const struct cx_env_variable *variable, const char *text, void *ret)
{
	uint64_t number = 0;
	switch (variable->kind) {
	case CX_ENV_TEXT:
		*(const char **)ret = text;
		return true;
	case CX_ENV_WORD:
		*(const char **)ret = text;
		return has_word(variable->range, text, strlen(text));
	case CX_ENV_WORDS:
		*(const char **)ret = text;
		return are_words(variable->range, text);
	case CX_ENV_WHOLE:
		*(uint64_t *)ret = 0;
		if (!is_whole(text, &number) || number < variable->min || number > variable->max)
			return false;
		*(uint64_t *)ret = number;
		return true;
	case CX_ENV_FLAG:
		*(bool *)ret = !strcmp(text, "1");
		return !strcmp(text, "0") || !strcmp(text, "1");
	}
	return false;
}

static void set_default(const struct cx_env_variable *variable, void *ret)
{
	const char *text = variable->unset ? variable->unset : "";
	if (variable->kind == CX_ENV_TEXT || variable->kind == CX_ENV_WORDS)
		*(const char **)ret = NULL;
	else
		(void)parse(variable, text, ret);
}

static int read_as(const struct cx_env_variable *variable, const char *name, void *ret, struct cx_error *err)
{
	char range[240];
	const char *text = cx_env_text(name);
	if (!text)
		set_default(variable, ret);
	else if (!parse(variable, text, ret))
		return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": it must be %.140s", name, text,
			       cx_env_range(variable, range));
	return 0;
}

int cx_env_read(const char *name, void *ret, struct cx_error *err)
{
	const struct cx_env_variable *variable = find(name);
	if (!variable)
		return cx_fail(err, CX_EINTERNAL, "%s is read, but is in no table", name);
	return read_as(variable, name, ret, err);
}

/* ---- names ---- */

/* The name behind the n-th prefix of a limit's bound, or NULL. */
static const char *behind(const char *name, size_t n)
{
	size_t len = strlen(bounds[n]);
	return strncmp(name, bounds[n], len) ? NULL : name + len;
}

static bool is_known(const char *name)
{
	if (find(name))
		return true;
	for (size_t n = 0; n < BOUNDS; n++)
		for (size_t i = 0; behind(name, n) && i < CX_LIMIT_RULES; i++)
			if (!strcmp(behind(name, n), cx_limit_rules[i].variable))
				return true;
	return false;
}

/* The prefix that all share says nothing about how near two names are. */
static void try_name(const char *name, const char *known, char nearest[static 64], size_t *distance)
{
	size_t prefix = sizeof(own) - 1, len = strlen(name) - prefix, known_len = strlen(known);
	if (known_len <= prefix || strncmp(known, own, prefix) != 0 || known_len > CX_NEAREST_MAX ||
	    len > CX_NEAREST_MAX)
		return;
	size_t far = cx_nearest_distance(name + prefix, len, known + prefix, known_len - prefix);
	if (far >= *distance)
		return;
	*distance = far;
	snprintf(nearest, 64, "%s", known);
}

/* True when one letter in four is wrong at most. */
static bool find_nearest(const char *name, char nearest[static 64])
{
	char known[64];
	size_t distance = SIZE_MAX;
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++)
		try_name(name, variable->name, nearest, &distance);
	for (size_t n = 0; n < BOUNDS; n++)
		for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
			snprintf(known, sizeof(known), "%s%s", bounds[n], cx_limit_rules[i].variable);
			try_name(name, known, nearest, &distance);
		}
	return distance <= (strlen(name) - (sizeof(own) - 1) + 3) / 4;
}

static int check_name(const char *name, bool strict, struct cx_error *err)
{
	char nearest[64];
	if (is_known(name))
		return 0;
	if (find_nearest(name, nearest))
		return cx_fail(err, CX_EINPUT, "%s is no variable of codex-run: did you mean %s?", name,
			       nearest);
	if (strict)
		return cx_fail(
			err, CX_EINPUT,
			"%s is no variable of this service: take it away, or see `codex-run variables` "
			"for those that there are",
			name);
	return 0;
}

int cx_env_check(unsigned readers, bool strict, struct cx_error *err)
{
	union {
		const char *text;
		uint64_t number;
		bool flag;
	} value;
	for (char **entry = environ; entry && *entry; entry++) {
		char name[80];
		size_t len = strcspn(*entry, "=");
		if (strncmp(*entry, own, sizeof(own) - 1) != 0 || !(*entry)[len])
			continue;
		snprintf(name, sizeof(name), "%.*s", (int)len, *entry);
		if (check_name(name, strict, err) < 0)
			return -1;
	}
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++)
		if (variable->readers & readers && read_as(variable, variable->name, &value, err) < 0)
			return -1;
	return 0;
}
