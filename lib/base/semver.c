#include "base/semver.h"

#include <stdint.h>
#include <string.h>

enum { PARTS = 3 };

/* "3", "3.x", "3.10.1-rc.1": the numbers that are given. */
struct partial {
	uint64_t part[PARTS]; /* 0 where not given */
	int given;
	bool before; /* it has a pre-release: it lies just below its numbers */
};

static void skip_blanks(const char **at)
{
	while (**at == ' ' || **at == '\t')
		++*at;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static bool read_number(const char **at, uint64_t *ret)
{
	const char *start = *at;
	uint64_t value = 0;
	for (; is_digit(**at) && *at - start < 9; ++*at)
		value = value * 10 + (uint64_t)(**at - '0');
	*ret = value;
	return *at > start && !is_digit(**at);
}

/* "-rc.1" or "+build": letters, digits, "-" and "."; at least one. */
static bool skip_qualifier(const char **at)
{
	size_t len = strspn(*at + 1, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-");
	*at += 1 + len;
	return len > 0;
}

static bool read_qualifiers(const char **at, struct partial *p)
{
	p->before = **at == '-';
	if (p->before && !skip_qualifier(at))
		return false;
	return **at != '+' || skip_qualifier(at);
}

static bool is_any(char c)
{
	return c == 'x' || c == 'X' || c == '*';
}

/* What follows a part that is any: "3.x.2" means no more than "3.x". */
static bool read_partial(const char **at, struct partial *ret)
{
	bool open = false;
	*ret = (struct partial){ 0 };
	if (**at == 'v' || **at == '=')
		++*at;
	for (int i = 0; i < PARTS; i++) {
		uint64_t value = 0;
		if (is_any(**at)) {
			open = true;
			++*at;
		} else if (!read_number(at, &value)) {
			return false;
		} else if (!open) {
			ret->part[i] = value;
			ret->given = i + 1;
		}
		if (**at != '.')
			break;
		if (i < PARTS - 1)
			++*at;
	}
	return ret->given < PARTS || read_qualifiers(at, ret);
}

static int compare(const uint64_t a[static PARTS], const uint64_t b[static PARTS])
{
	for (int i = 0; i < PARTS; i++)
		if (a[i] != b[i])
			return a[i] < b[i] ? -1 : 1;
	return 0;
}

static bool at_least(const uint64_t version[static PARTS], const struct partial *p)
{
	return compare(version, p->part) >= 0;
}

/* The first version of the next `part`: of 3.10.2 and part 1 it is 3.11.0. */
static bool below_next(const uint64_t version[static PARTS], const struct partial *p, int part)
{
	uint64_t next[PARTS] = { 0 };
	for (int i = 0; i <= part; i++)
		next[i] = p->part[i];
	next[part]++;
	return compare(version, next) < 0;
}

/* At most what `p` stands for: all of 3.10 when it is "3.10". */
static bool at_most(const uint64_t version[static PARTS], const struct partial *p)
{
	if (!p->given)
		return true;
	if (p->given < PARTS)
		return below_next(version, p, p->given - 1);
	return compare(version, p->part) < (p->before ? 0 : 1);
}

static bool below(const uint64_t version[static PARTS], const struct partial *p)
{
	return p->given && !at_least(version, p);
}

/* The first number that is not 0 may not change; of those that are given, the last one when all are 0. */
static bool in_caret(const uint64_t version[static PARTS], const struct partial *p)
{
	int fixed = 0;
	while (fixed < p->given - 1 && !p->part[fixed])
		fixed++;
	return !p->given || (at_least(version, p) && below_next(version, p, fixed));
}

static bool in_tilde(const uint64_t version[static PARTS], const struct partial *p)
{
	return !p->given || (at_least(version, p) && below_next(version, p, p->given > 1 ? 1 : 0));
}

/* One comparator; *ret_in is false when the version is not in it. */
static bool read_comparator(const char **at, const uint64_t version[static PARTS], bool *ret_in)
{
	struct partial p;
	char op = strchr("<>=~^", **at) && **at ? *(*at)++ : '=';
	bool equal = (op == '<' || op == '>') && **at == '=';
	*at += equal || (op == '~' && **at == '>') ? 1 : 0;
	skip_blanks(at);
	if (!read_partial(at, &p))
		return false;
	if (op == '~')
		*ret_in = in_tilde(version, &p);
	else if (op == '^')
		*ret_in = in_caret(version, &p);
	else if (op == '<')
		*ret_in = equal ? at_most(version, &p) : below(version, &p);
	else if (op == '>')
		*ret_in = equal ? at_least(version, &p) : p.given && !at_most(version, &p);
	else
		*ret_in = at_least(version, &p) && at_most(version, &p);
	return true;
}

/* Behind the first end of "1.2 - 1.4". */
static bool is_hyphen(const char *at)
{
	return at[0] == '-' && (at[1] == ' ' || at[1] == '\t');
}

/* Comparators that must all hold, up to "||" or the end. */
static bool read_set(const char **at, const uint64_t version[static PARTS], bool *ret_in)
{
	*ret_in = true;
	for (;;) {
		struct partial low, high;
		bool in = true;
		skip_blanks(at);
		if (!**at || **at == '|')
			return true;
		const char *start = *at;
		bool closed = read_partial(at, &low);
		skip_blanks(at);
		if (closed && is_hyphen(*at)) {
			++*at;
			skip_blanks(at);
			if (!read_partial(at, &high))
				return false;
			in = at_least(version, &low) && at_most(version, &high);
		} else {
			*at = start;
			if (!read_comparator(at, version, &in))
				return false;
		}
		if (**at && !strchr(" \t|", **at))
			return false;
		*ret_in = *ret_in && in;
	}
}

static bool read_version(const char *text, uint64_t ret[static PARTS])
{
	memset(ret, 0, PARTS * sizeof(*ret));
	for (int i = 0; i < PARTS; i++) {
		if (!read_number(&text, &ret[i]))
			return false;
		if (*text != '.')
			break;
		text++;
	}
	return true;
}

bool cx_semver_match(const char *range, const char *version)
{
	uint64_t numbers[PARTS];
	bool matches = false, in = false;
	if (!strcmp(range, version))
		return true;
	if (!read_version(version, numbers))
		return false;
	for (const char *at = range;; at += 2) {
		if (!read_set(&at, numbers, &in))
			return false;
		matches = matches || in;
		if (!*at)
			return matches;
		if (at[1] != '|')
			return false;
	}
}
