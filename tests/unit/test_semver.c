/* Which versions a range takes. */
#include "base/semver.h"

#include "check.h"

struct row {
	const char *range;
	const char *version;
	bool in;
};

static void check_rows(const struct row *rows, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (cx_semver_match(rows[i].range, rows[i].version) == rows[i].in)
			continue;
		printf("# \"%s\" %s %s\n", rows[i].range, rows[i].in ? "must take" : "must not take",
		       rows[i].version);
		CHECK(false);
	}
}

#define CHECK_ROWS(rows) check_rows((rows), sizeof(rows) / sizeof((rows)[0]))

TEST(a_part_that_is_left_out_or_an_x_may_be_anything)
{
	static const struct row rows[] = {
		{ "*", "3.11.2", true },	 { "", "3.11.2", true },	{ "x", "3.11.2", true },
		{ "3", "3.11.2", true },	 { "3", "4.0.0", false },	{ "3.x", "3.11.2", true },
		{ "3.X", "2.7.18", false },	 { "3.*", "3.11.2", true },	{ "3.11", "3.11.2", true },
		{ "3.11.x", "3.11.2", true },	 { "3.10.x", "3.11.2", false }, { "3.x.x", "3.0.0", true },
		{ "3.x.2", "3.11.9", true },	 { "3.11.2", "3.11.2", true },	{ "3.11.2", "3.11.3", false },
		{ "v3.11.2", "3.11.2", true },	 { "=3.11.2", "3.11.2", true }, { "= 3.11", "3.11.2", true },
		{ "  3.11.2 ", "3.11.2", true }, { "3.1", "3.11.2", false },
	};
	CHECK_ROWS(rows);
}

TEST(a_caret_keeps_the_first_number_that_is_not_0)
{
	static const struct row rows[] = {
		{ "^3.10", "3.11.2", true },	  { "^3.12", "3.11.2", false }, { "^3", "3.0.0", true },
		{ "^3.10", "4.0.0", false },	  { "^0.2.3", "0.2.9", true },	{ "^0.2.3", "0.3.0", false },
		{ "^0.2.3", "0.2.2", false },	  { "^0.0.3", "0.0.3", true },	{ "^0.0.3", "0.0.4", false },
		{ "^0.0", "0.0.9", true },	  { "^0.0", "0.1.0", false },	{ "^0", "0.9.9", true },
		{ "^0", "1.0.0", false },	  { "^*", "7.0.0", true },	{ "^ 3.10", "3.11.2", true },
		{ "^1.2.3-rc.1", "1.2.3", true },
	};
	CHECK_ROWS(rows);
}

TEST(a_tilde_keeps_the_second_number)
{
	static const struct row rows[] = {
		{ "~3.11", "3.11.2", true },   { "~3.11", "3.12.0", false },   { "~3", "3.12.0", true },
		{ "~3.11.1", "3.11.2", true }, { "~3.11.3", "3.11.2", false }, { "~>3.11.1", "3.11.2", true },
		{ "~0.1", "0.1.5", true },     { "~*", "1.0.0", true },
	};
	CHECK_ROWS(rows);
}

TEST(comparisons_know_what_a_part_that_is_left_out_means)
{
	static const struct row rows[] = {
		{ ">=3.10", "3.11.2", true },	{ ">=3.12", "3.11.2", false },
		{ ">3.10", "3.10.9", false },	{ ">3.10", "3.11.0", true },
		{ ">3.11.1", "3.11.2", true },	{ ">3.11.2", "3.11.2", false },
		{ "<3.11", "3.11.0", false },	{ "<3.11", "3.10.9", true },
		{ "<=3.11", "3.11.9", true },	{ "<=3.11", "3.12.0", false },
		{ "<=3.11.2", "3.11.2", true }, { "<=3.11.1", "3.11.2", false },
		{ "> 3", "4.0.0", true },	{ ">*", "1.0.0", false },
		{ "<*", "0.0.0", false },	{ "<=*", "1.0.0", true },
		{ ">=*", "1.0.0", true },
	};
	CHECK_ROWS(rows);
}

TEST(comparators_side_by_side_must_all_hold)
{
	static const struct row rows[] = {
		{ ">=10 <13", "12.2.0", true },	 { ">=10 <13", "13.0.0", false },
		{ ">=10 <13", "9.9.9", false },	 { ">= 10 < 13", "12.2.0", true },
		{ "3.x >3.10", "3.11.2", true }, { "3.x >3.11", "3.11.2", false },
	};
	CHECK_ROWS(rows);
}

TEST(a_hyphen_takes_both_ends)
{
	static const struct row rows[] = {
		{ "1.2 - 1.4", "1.4.9", true },	     { "1.2 - 1.4", "1.5.0", false },
		{ "1.2 - 1.4", "1.1.9", false },     { "1.2.3 - 1.4.5", "1.4.5", true },
		{ "1.2.3 - 1.4.5", "1.4.6", false }, { "1.2.3 - 1.4.5", "1.2.2", false },
		{ "3 - *", "9.0.0", true },	     { "1 - 2 || 4", "4.1.0", true },
	};
	CHECK_ROWS(rows);
}

TEST(one_of_several_sets_is_enough)
{
	static const struct row rows[] = {
		{ "17 || 21", "17.0.13", true }, { "17||21", "21.0.1", true },
		{ "17 || 21", "20.0.0", false }, { "^1 || ^3", "3.2.1", true },
		{ "|| 2", "9.9.9", true },	 { "2 ||", "9.9.9", true },
	};
	CHECK_ROWS(rows);
}

TEST(a_pre_release_lies_just_below_its_numbers)
{
	static const struct row rows[] = {
		{ "1.2.3-rc.1", "1.2.3", false },   { ">=1.2.3-rc.1", "1.2.3", true },
		{ ">1.2.3-rc.1", "1.2.3", true },   { "<1.2.3-rc.1", "1.2.2", true },
		{ "<=1.2.3-rc.1", "1.2.3", false }, { "1.2.3+build.7", "1.2.3", true },
	};
	CHECK_ROWS(rows);
}

TEST(versions_of_toolchains_need_not_have_three_numbers)
{
	static const struct row rows[] = {
		{ "17", "17", true },	   { "17.0.0", "17", true },	   { "^17", "17.0.13.1", true },
		{ "1.x", "1.19", true },   { "5.0.4", "5.0.4", true },	   { "nightly", "nightly", true },
		{ "*", "nightly", false }, { "4.2.1.7", "4.2.1.7", true },
	};
	CHECK_ROWS(rows);
}

TEST(what_is_no_range_matches_nothing)
{
	static const char *const broken[] = { "latest",
					      "3.11.2.1",
					      "3..1",
					      "3.",
					      "^",
					      ">=",
					      "a.b.c",
					      "3 | 4",
					      "3 |",
					      "1 -2",
					      "3.11.2-",
					      "3;4",
					      "0x10",
					      "3,4",
					      "!3",
					      "1.2 - ",
					      "3.11.2+",
					      "1e9",
					      "99999999999999999999",
					      "~^3",
					      "<>3",
					      "3.11.2a" };
	for (size_t i = 0; i < sizeof(broken) / sizeof(broken[0]); i++) {
		if (cx_semver_match(broken[i], "3.11.2"))
			printf("# \"%s\" is no range\n", broken[i]);
		CHECK(!cx_semver_match(broken[i], "3.11.2"));
	}
}

int main(void)
{
	RUN(a_part_that_is_left_out_or_an_x_may_be_anything);
	RUN(a_caret_keeps_the_first_number_that_is_not_0);
	RUN(a_tilde_keeps_the_second_number);
	RUN(comparisons_know_what_a_part_that_is_left_out_means);
	RUN(comparators_side_by_side_must_all_hold);
	RUN(a_hyphen_takes_both_ends);
	RUN(one_of_several_sets_is_enough);
	RUN(a_pre_release_lies_just_below_its_numbers);
	RUN(versions_of_toolchains_need_not_have_three_numbers);
	RUN(what_is_no_range_matches_nothing);
	return check_done();
}
