/* Patterns: what they find, where they are wrong, and that no subject can make them run away. */
#include <stdint.h>
#include <stdlib.h>
#include <unistd.h>

#include "base/pattern.h"
#include "check.h"

static struct cx_pattern *compiled(const char *text)
{
	struct cx_pattern *pattern = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(cx_pattern_compile(text, &pattern, &err), 0);
	CHECK_EQ_STR(err.msg, "");
	if (!pattern)
		exit(EXIT_FAILURE);
	return pattern;
}

static bool matches(const char *text, const char *subject)
{
	struct cx_pattern *pattern = compiled(text);
	bool found = cx_pattern_match(pattern, subject, strlen(subject), 0, NULL, 0);
	cx_pattern_free(pattern);
	return found;
}

static void check_refused(const char *text, const char *message)
{
	struct cx_pattern *pattern = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(cx_pattern_compile(text, &pattern, &err), -1);
	CHECK_EQ_INT(err.code, CX_EINPUT);
	CHECK_EQ_STR(err.msg, message);
	CHECK(!pattern);
}

TEST(the_whole_match_and_its_groups_are_found)
{
	struct cx_pattern *pattern = compiled("^(?<file>[^:\\n]+):(?<line>\\d+)(?::(?<column>\\d+))?: (.*)$");
	const char *text = "In file\nmain.c:12: broken\n";
	struct cx_span spans[6];
	CHECK(cx_pattern_match(pattern, text, strlen(text), 0, spans, 6));
	CHECK_EQ_INT(spans[0].start, 8);
	CHECK_EQ_INT(spans[0].len, 17);
	CHECK_EQ_INT(spans[1].start, 8);
	CHECK_EQ_INT(spans[1].len, 6);
	CHECK_EQ_INT(spans[2].len, 2);
	CHECK(!spans[3].set);
	CHECK(spans[4].set);
	CHECK_EQ_INT(spans[4].len, 6);
	CHECK(!spans[5].set); /* there is no such group */
	cx_pattern_free(pattern);
}

TEST(an_empty_group_is_set_and_has_no_length)
{
	struct cx_pattern *pattern = compiled("a(x*)(y)?b");
	struct cx_span spans[3];
	CHECK(cx_pattern_match(pattern, "ab", 2, 0, spans, 3));
	CHECK(spans[1].set);
	CHECK_EQ_INT(spans[1].start, 1);
	CHECK_EQ_INT(spans[1].len, 0);
	CHECK(!spans[2].set);
	cx_pattern_free(pattern);
}

TEST(groups_have_numbers_and_names)
{
	struct cx_pattern *pattern = compiled("(?<line>\\d+)(x)(?<message>.*)");
	CHECK_EQ_INT(cx_pattern_groups(pattern), 3);
	CHECK_EQ_INT(cx_pattern_group(pattern, "line"), 1);
	CHECK_EQ_INT(cx_pattern_group(pattern, "message"), 3);
	CHECK_EQ_INT(cx_pattern_group(pattern, "column"), -1);
	CHECK_EQ_INT(cx_pattern_group(pattern, ""), -1);
	cx_pattern_free(pattern);
}

TEST(line_ends_are_where_circumflex_and_dollar_match)
{
	CHECK(matches("^b$", "a\nb\nc"));
	CHECK(matches("\\Aa$", "a\nb"));
	CHECK(!matches("^b", "ab"));
	CHECK(!matches("a.b", "a\nb"));
}

TEST(bytes_are_bytes)
{
	struct cx_pattern *pattern = compiled("b\\x00(\\xff)");
	struct cx_span spans[2];
	CHECK(cx_pattern_match(pattern, "ab\0\xff", 4, 0, spans, 2));
	CHECK_EQ_INT(spans[1].start, 3);
	cx_pattern_free(pattern);
	CHECK(matches("^.{4}$", "\xc3\x28\xe2\x82"));
}

TEST(a_search_goes_on_from_an_offset)
{
	struct cx_pattern *pattern = compiled("\\d+");
	struct cx_span span;
	CHECK(cx_pattern_match(pattern, "12 34", 5, 2, &span, 1));
	CHECK_EQ_INT(span.start, 3);
	CHECK(!cx_pattern_match(pattern, "12 34", 5, 5, &span, 1));
	CHECK(!cx_pattern_match(pattern, "12 34", 5, 6, &span, 1));
	cx_pattern_free(pattern);
}

TEST(an_offset_does_not_make_a_line_begin)
{
	struct cx_pattern *pattern = compiled("^b");
	CHECK(!cx_pattern_match(pattern, "ab", 2, 1, NULL, 0));
	cx_pattern_free(pattern);
}

TEST(nothing_is_a_subject_too)
{
	struct cx_pattern *empty = compiled("^$");
	struct cx_pattern *some = compiled(".");
	CHECK(cx_pattern_match(empty, NULL, 0, 0, NULL, 0));
	CHECK(!cx_pattern_match(some, NULL, 0, 0, NULL, 0));
	cx_pattern_free(empty);
	cx_pattern_free(some);
	cx_pattern_free(NULL);
}

TEST(only_the_first_64_KB_are_searched)
{
	size_t len = CX_PATTERN_MAX_SUBJECT + 1;
	char *subject = calloc(1, len);
	struct cx_pattern *pattern = compiled("x");
	subject[len - 1] = 'x';
	CHECK(!cx_pattern_match(pattern, subject, len, 0, NULL, 0));
	CHECK(!cx_pattern_match(pattern, subject, len, len - 1, NULL, 0));
	subject[len - 2] = 'x';
	CHECK(cx_pattern_match(pattern, subject, len, 0, NULL, 0));
	cx_pattern_free(pattern);
	free(subject);
}

TEST(a_wrong_pattern_says_where_and_why)
{
	check_refused("a(b", "bad pattern at character 4: missing closing parenthesis");
	check_refused("*a", "bad pattern at character 1: quantifier does not follow a repeatable item");
	check_refused("(?<n>a)(?<n>b)", "bad pattern at character 13: two named subpatterns have the same "
					"name (PCRE2_DUPNAMES not set)");
	check_refused("[a", "bad pattern at character 3: missing terminating ] for character class");
}

TEST(a_pattern_cannot_turn_on_utf_or_be_huge)
{
	char big[10000];
	memset(big, 'a', sizeof(big) - 1);
	big[sizeof(big) - 1] = '\0';
	check_refused("(*UTF)a", "bad pattern at character 7: using UTF is disabled by the application");
	struct cx_pattern *pattern = NULL;
	struct cx_error err = { 0 };
	CHECK_EQ_INT(cx_pattern_compile(big, &pattern, &err), -1);
	CHECK_CONTAINS(err.msg, "pattern string is longer than the limit");
}

/* Each of these takes minutes or centuries without a bound, and then the alarm ends the test. */
TEST(a_subject_that_costs_too_much_does_not_match)
{
	static char subject[CX_PATTERN_MAX_SUBJECT + 1];
	memset(subject, 'a', sizeof(subject) - 1);
	alarm(30);
	CHECK(!matches("^(a+)+[bc]", subject));
	CHECK(!matches("(a|aa)+[bc]", subject));
	CHECK(!matches("(a(?1)?)[bc]", subject));
	CHECK(!matches("(?:a.*){10}[bc]", subject));
	for (int i = 0; i < 5; i++) {
		CHECK(!matches("a.*[bc]",
			       subject)); /* the square of the length, and never more at one place */
		CHECK(!matches("a++[bc]", subject)); /* few steps, and each one passes over all of it */
		CHECK(!matches("(?:a|b)++[bc]", subject));
	}
	alarm(0);
}

TEST(an_honest_pattern_gets_through_a_whole_subject)
{
	static char subject[CX_PATTERN_MAX_SUBJECT + 1];
	for (size_t i = 0; i < sizeof(subject) - 1; i++)
		subject[i] = i % 40 ? (i % 7 ? 'w' : ' ') : '\n';
	memcpy(subject + sizeof(subject) - 6, "\nend.", 5);
	CHECK(matches("^end\\.", subject));
	CHECK(matches("(?:[^\\n]*+\\n)*?end\\.", subject));
	CHECK(matches("\\bend\\b", subject));
}

int main(void)
{
	RUN(the_whole_match_and_its_groups_are_found);
	RUN(an_empty_group_is_set_and_has_no_length);
	RUN(groups_have_numbers_and_names);
	RUN(line_ends_are_where_circumflex_and_dollar_match);
	RUN(bytes_are_bytes);
	RUN(a_search_goes_on_from_an_offset);
	RUN(an_offset_does_not_make_a_line_begin);
	RUN(nothing_is_a_subject_too);
	RUN(only_the_first_64_KB_are_searched);
	RUN(a_wrong_pattern_says_where_and_why);
	RUN(a_pattern_cannot_turn_on_utf_or_be_huge);
	RUN(a_subject_that_costs_too_much_does_not_match);
	RUN(an_honest_pattern_gets_through_a_whole_subject);
	return check_done();
}
