#include <math.h>
#include <string.h>

#include "base/number.h"
#include "check/check.h"

enum { MAX_NUMBER = 400 }; /* a longer word is no number */

struct cursor {
	const char *at;
	const char *end;
	uint64_t line; /* of `at` */
};

static bool is_space(char c)
{
	return c == ' ' || (c >= '\t' && c <= '\r');
}

/* The next word; {NULL} at the end. */
static struct cx_piece next_word(struct cursor *cursor)
{
	for (; cursor->at < cursor->end && is_space(*cursor->at); cursor->at++)
		cursor->line += *cursor->at == '\n';
	const char *first = cursor->at;
	while (cursor->at < cursor->end && !is_space(*cursor->at))
		cursor->at++;
	return (struct cx_piece){ first < cursor->at ? first : NULL, (size_t)(cursor->at - first) };
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Languages print numbers that JSON's grammar does not have: +1, .5, 5., 007. */
static bool read_number(struct cx_piece word, double *ret)
{
	char text[MAX_NUMBER + 4];
	size_t len = 0, i = 0;
	if (word.len > MAX_NUMBER)
		return false;
	if (i < word.len && (word.text[i] == '-' || word.text[i] == '+'))
		if (word.text[i++] == '-')
			text[len++] = '-';
	size_t digits = i;
	while (i + 1 < word.len && word.text[i] == '0' && is_digit(word.text[i + 1]))
		i++;
	if (i < word.len && word.text[i] == '.') {
		if (i + 1 == word.len || !is_digit(word.text[i + 1]))
			return false;
		text[len++] = '0';
	}
	for (; i < word.len; i++) {
		bool bare = word.text[i] == '.' && i > digits &&
			    (i + 1 == word.len || !is_digit(word.text[i + 1]));
		if (!bare)
			text[len++] = word.text[i];
	}
	text[len] = '\0';
	return !memchr(text, '\0', len) && cx_number_parse(text, ret);
}

static bool close_enough(const struct cx_checker *tolerance, double want, double got)
{
	double apart = fabs(want - got);
	return apart <= tolerance->absolute || apart <= tolerance->relative * fabs(want);
}

static bool same(const struct cx_checker *tolerance, struct cx_piece want, struct cx_piece got)
{
	double want_number, got_number;
	if (!want.text || !got.text)
		return !want.text && !got.text;
	if (want.len == got.len && !memcmp(want.text, got.text, want.len))
		return true;
	return tolerance && read_number(want, &want_number) && read_number(got, &got_number) &&
	       close_enough(tolerance, want_number, got_number);
}

int cx_check_tokens(const struct cx_checker *tolerance, const struct cx_bytes *expected,
		    const struct cx_bytes *output, bool *ret_passed, struct cx_difference *ret,
		    struct cx_error *err)
{
	struct cursor wanted = { expected->data, expected->data + expected->len, 1 };
	struct cursor given = { output->data, output->data + output->len, 1 };
	for (;;) {
		struct cx_piece want = next_word(&wanted), got = next_word(&given);
		*ret_passed = same(tolerance, want, got);
		if (!*ret_passed)
			return cx_difference_set(ret, given.line, want, got, err);
		if (!want.text)
			return 0;
	}
}
