/* The smallest frame for module tests: one line per test, TAP-shaped, and a count at the end. */
#ifndef CX_TESTS_CHECK_H
#define CX_TESTS_CHECK_H

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int check_tests, check_failed_tests, check_failed_here;

#define TEST(name) static void test_##name(void)

#define RUN(name)                                                                                \
	do {                                                                                     \
		check_failed_here = 0;                                                           \
		test_##name();                                                                   \
		check_tests++;                                                                   \
		if (check_failed_here)                                                           \
			check_failed_tests++;                                                    \
		printf("%s %d - %s\n", check_failed_here ? "not ok" : "ok", check_tests, #name); \
	} while (0)

#define CHECK(cond)                                                                   \
	do {                                                                          \
		if (!(cond)) {                                                        \
			check_failed_here = 1;                                        \
			printf("# %s:%d: not true: %s\n", __FILE__, __LINE__, #cond); \
		}                                                                     \
	} while (0)

#define CHECK_EQ_INT(got, expected)                                                                    \
	do {                                                                                           \
		long long got_ = (long long)(got), expected_ = (long long)(expected);                  \
		if (got_ != expected_) {                                                               \
			check_failed_here = 1;                                                         \
			printf("# %s:%d: %s is %lld, expected %lld\n", __FILE__, __LINE__, #got, got_, \
			       expected_);                                                             \
		}                                                                                      \
	} while (0)

#define CHECK_EQ_STR(got, expected)                                                                  \
	do {                                                                                         \
		const char *got_ = (got), *expected_ = (expected);                                   \
		if (!got_ || strcmp(got_, expected_)) {                                              \
			check_failed_here = 1;                                                       \
			printf("# %s:%d: %s is \"%s\", expected \"%s\"\n", __FILE__, __LINE__, #got, \
			       got_ ? got_ : "(null)", expected_);                                   \
		}                                                                                    \
	} while (0)

#define CHECK_CONTAINS(text, part)                                                              \
	do {                                                                                    \
		const char *text_ = (text), *part_ = (part);                                    \
		if (!text_ || !strstr(text_, part_)) {                                          \
			check_failed_here = 1;                                                  \
			printf("# %s:%d: \"%s\" does not contain \"%s\"\n", __FILE__, __LINE__, \
			       text_ ? text_ : "(null)", part_);                                \
		}                                                                               \
	} while (0)

static inline int check_done(void)
{
	printf("1..%d\n", check_tests);
	return check_failed_tests ? EXIT_FAILURE : EXIT_SUCCESS;
}

#endif
