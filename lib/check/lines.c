#include <string.h>

#include "check/check.h"

/* What is left of a text, line by line. */
struct cursor {
	const char *at;
	const char *end;
};

static bool is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r' || c == '\v' || c == '\f';
}

static struct cursor start(const struct cx_bytes *text, bool exact)
{
	struct cursor cursor = { text->len ? text->data : NULL, text->data + text->len };
	while (!exact && cursor.at && cursor.end > cursor.at &&
	       (is_blank(cursor.end[-1]) || cursor.end[-1] == '\n'))
		cursor.end--;
	return cursor;
}

/*
 * The next line, without its newline; {NULL} at the end. Where every byte counts, a text that ends with a newline
 * has one more line, an empty one: that is how a newline too many or too few is seen.
 */
static struct cx_piece next_line(struct cursor *cursor, bool exact)
{
	if (!cursor->at || (!exact && cursor->at >= cursor->end))
		return (struct cx_piece){ NULL, 0 };
	const char *newline = memchr(cursor->at, '\n', (size_t)(cursor->end - cursor->at));
	struct cx_piece line = { cursor->at, (size_t)((newline ? newline : cursor->end) - cursor->at) };
	cursor->at = newline ? newline + 1 : NULL;
	while (!exact && line.len && is_blank(line.text[line.len - 1]))
		line.len--;
	return line;
}

static bool same(struct cx_piece a, struct cx_piece b)
{
	return !a.text == !b.text && a.len == b.len && (!a.len || !memcmp(a.text, b.text, a.len));
}

int cx_check_lines(bool exact, const struct cx_bytes *expected, const struct cx_bytes *output,
		   bool *ret_passed, struct cx_difference *ret, struct cx_error *err)
{
	struct cursor wanted = start(expected, exact), given = start(output, exact);
	for (uint64_t line = 1;; line++) {
		struct cx_piece want = next_line(&wanted, exact), got = next_line(&given, exact);
		*ret_passed = same(want, got);
		if (!*ret_passed)
			return cx_difference_set(ret, line, want, got, err);
		if (!want.text)
			return 0;
	}
}
