/* The checkers: what counts as the same, and how the first difference is shown. */
#include <stdlib.h>

#include "base/buffer.h"
#include "base/utf8.h"
#include "check/check.h"

#include "check.h"

static struct cx_error err;

struct row {
	const char *expected;
	const char *output;
	bool passed;
	/* of the difference */
	unsigned line;
	const char *want;
	const char *got;
};

static bool same_text(const char *a, const char *b)
{
	return a && b ? !strcmp(a, b) : a == b;
}

static void check_row(const struct cx_checker *checker, const struct row *row)
{
	struct cx_bytes expected = { (char *)row->expected, strlen(row->expected) };
	struct cx_bytes output = { (char *)row->output, strlen(row->output) };
	struct cx_difference difference = { 0 };
	bool passed = !row->passed;
	CHECK_EQ_INT(cx_check(checker, &expected, &output, &passed, &difference, &err), 0);
	if (passed != row->passed || difference.line != row->line ||
	    !same_text(difference.expected, row->want) || !same_text(difference.got, row->got)) {
		printf("# '%s' against '%s': passed %d, line %llu, expected '%s', got '%s'\n", row->output,
		       row->expected, passed, (unsigned long long)difference.line,
		       difference.expected ? difference.expected : "(none)",
		       difference.got ? difference.got : "(none)");
		CHECK(!"as the row says");
	}
	free(difference.expected);
	free(difference.got);
}

#define CHECK_ROWS(checker, rows)                                              \
	for (size_t row_ = 0; row_ < sizeof(rows) / sizeof((rows)[0]); row_++) \
	check_row(checker, &(rows)[row_])

TEST(exact_means_every_byte)
{
	static const struct cx_checker exact = { .type = CX_CHECK_EXACT };
	static const struct row rows[] = {
		{ "", "", true, 0, NULL, NULL },
		{ "a\n", "a\n", true, 0, NULL, NULL },
		{ "a\n", "a", false, 2, "", NULL },
		{ "a", "a\n", false, 2, NULL, "" },
		{ "a ", "a", false, 1, "a ", "a" },
		{ "a\r\n", "a\n", false, 1, "a\\r", "a" },
		{ "1\n2\n3\n", "1\n2\n4\n", false, 3, "3", "4" },
		{ "", "x", false, 1, NULL, "x" },
		{ "x", "", false, 1, "x", NULL },
	};
	CHECK_ROWS(&exact, rows);
}

TEST(lines_ignore_what_cannot_be_seen_at_their_ends)
{
	static const struct cx_checker lines = { .type = CX_CHECK_LINES };
	static const struct row rows[] = {
		{ "", "", true, 0, NULL, NULL },
		{ "", "\n \n", true, 0, NULL, NULL },
		{ "a\nb", "a\nb\n", true, 0, NULL, NULL },
		{ "a\nb\n\n\n", "a  \nb\t\r\n", true, 0, NULL, NULL },
		{ "a\r\nb\r\n", "a\nb\n", true, 0, NULL, NULL },
		{ "a\n\nb", "a\nb", false, 2, "", "b" },
		{ "a b", "a  b", false, 1, "a b", "a  b" },
		{ " a", "a", false, 1, " a", "a" },
		{ "a", "A", false, 1, "a", "A" },
		{ "a\nb\n", "a\n", false, 2, "b", NULL },
		{ "a\n", "a\nb\n", false, 2, NULL, "b" },
	};
	CHECK_ROWS(&lines, rows);
}

TEST(tokens_ignore_how_words_are_spaced)
{
	static const struct cx_checker tokens = { .type = CX_CHECK_TOKENS };
	static const struct row rows[] = {
		{ "", " \n\t ", true, 0, NULL, NULL },	   { "1 2\n3", "1\n2 3\n", true, 0, NULL, NULL },
		{ "1 2 3", "1 2\n4", false, 2, "3", "4" }, { "1 2 3", "1 2\n", false, 2, "3", NULL },
		{ "1", "1\n\n2", false, 3, NULL, "2" },	   { "1.0", "1", false, 1, "1.0", "1" },
		{ "ab", "a b", false, 1, "ab", "a" },
	};
	CHECK_ROWS(&tokens, rows);
}

TEST(float_lets_numbers_differ_by_the_tolerance)
{
	static const struct cx_checker near = { .type = CX_CHECK_FLOAT, .absolute = 0.01, .relative = 0.001 };
	static const struct row rows[] = {
		{ "1.0", "1", true, 0, NULL, NULL },
		{ "1.0", "1.009", true, 0, NULL, NULL },
		{ "1.0", "1.02", false, 1, "1.0", "1.02" },
		{ "1000", "1000.9", true, 0, NULL, NULL },
		{ "1000", "1001.1", false, 1, "1000", "1001.1" },
		{ "-5", "-5.001", true, 0, NULL, NULL },
		{ "5", "-5", false, 1, "5", "-5" },
		{ "0.5", ".5", true, 0, NULL, NULL },
		{ "5", "5.", true, 0, NULL, NULL },
		{ "5", "+5", true, 0, NULL, NULL },
		{ "7", "007", true, 0, NULL, NULL },
		{ "100", "1e2", true, 0, NULL, NULL },
		{ "1e2", "100.", true, 0, NULL, NULL },
		{ "1", "nan", false, 1, "1", "nan" },
		{ "nan", "nan", true, 0, NULL, NULL },
		{ "1", "1x", false, 1, "1", "1x" },
		{ "1", "0x1", false, 1, "1", "0x1" },
		{ "1", "1e", false, 1, "1", "1e" },
		{ "1", ".", false, 1, "1", "." },
		{ "1", "-", false, 1, "1", "-" },
		{ "x 1.000", "x 1.001", true, 0, NULL, NULL },
		{ "x 1", "y 1", false, 1, "x", "y" },
		{ "1e400", "1e400", true, 0, NULL, NULL },
		{ "1e400", "2e400", false, 1, "1e400", "2e400" },
	};
	CHECK_ROWS(&near, rows);
}

TEST(a_number_of_many_digits_is_compared_as_text)
{
	static const struct cx_checker near = { .type = CX_CHECK_FLOAT, .absolute = 1 };
	char one[1001], other[1001];
	memset(one, '1', 1000);
	memset(other, '1', 1000);
	one[1000] = other[1000] = '\0';
	check_row(&near, &(struct row){ one, other, true, 0, NULL, NULL });
	other[999] = '2';
	struct cx_bytes expected = { one, 1000 }, output = { other, 1000 };
	struct cx_difference difference = { 0 };
	bool passed = true;
	CHECK_EQ_INT(cx_check(&near, &expected, &output, &passed, &difference, &err), 0);
	CHECK(!passed);
	free(difference.expected);
	free(difference.got);
}

TEST(a_difference_is_short_and_safe_to_show_on_a_terminal)
{
	static const struct cx_checker lines = { .type = CX_CHECK_LINES };
	struct cx_buffer wanted = { 0 }, given = { 0 };
	for (int i = 0; i < 100000; i++)
		if (cx_buffer_puts(&wanted, "ä") < 0 ||
		    cx_buffer_puts(&given, i == 50000 ? "\x1b[2J" : "ä") < 0)
			abort();
	struct cx_bytes expected = { wanted.data, wanted.len }, output = { given.data, given.len };
	struct cx_difference difference = { 0 };
	bool passed = true;
	CHECK_EQ_INT(cx_check(&lines, &expected, &output, &passed, &difference, &err), 0);
	CHECK(!passed);
	CHECK_EQ_INT(difference.line, 1);
	CHECK(strlen(difference.got) < 300 && strlen(difference.expected) < 300);
	CHECK_CONTAINS(difference.got, "ä\\x1b[2Jä");
	CHECK(!strncmp(difference.got, "…", strlen("…")));
	CHECK(cx_utf8_valid(difference.got, strlen(difference.got)));
	CHECK(cx_utf8_valid(difference.expected, strlen(difference.expected)));
	free(difference.expected);
	free(difference.got);
	cx_buffer_done(&wanted);
	cx_buffer_done(&given);
}

TEST(bytes_that_are_no_text_are_written_out)
{
	static const struct cx_checker lines = { .type = CX_CHECK_LINES };
	static const char got[] = "a\0\xff\xc2\x9b\x7f\tb";
	struct cx_bytes expected = { (char *)"a", 1 }, output = { (char *)got, sizeof(got) - 1 };
	struct cx_difference difference = { 0 };
	bool passed = true;
	CHECK_EQ_INT(cx_check(&lines, &expected, &output, &passed, &difference, &err), 0);
	CHECK(!passed);
	CHECK_EQ_STR(difference.got, "a\\x00\\xff\\xc2\\x9b\\x7f\\tb");
	free(difference.expected);
	free(difference.got);
}

int main(void)
{
	RUN(exact_means_every_byte);
	RUN(lines_ignore_what_cannot_be_seen_at_their_ends);
	RUN(tokens_ignore_how_words_are_spaced);
	RUN(float_lets_numbers_differ_by_the_tolerance);
	RUN(a_number_of_many_digits_is_compared_as_text);
	RUN(a_difference_is_short_and_safe_to_show_on_a_terminal);
	RUN(bytes_that_are_no_text_are_written_out);
	return check_done();
}
