/* A folder of tests, as people have them. */
#ifndef CODEX_CLI_GRADE_TESTS_H
#define CODEX_CLI_GRADE_TESTS_H

#include "codex/request.h"

struct grade_tests {
	struct cx_test *items;
	size_t len;
};

/**
 * NAME.in with NAME.ans or NAME.out beside it, in the folder and those below it (in its `data`, where it has one, as
 * problems of Kattis and DOMjudge do). They come in the order of their names, numbers by value. Those below a
 * folder `secret` or `hidden` are hidden.
 * @answers  each must have its answer
 */
int grade_tests_read(const char *folder, bool answers, const struct cx_limits *limits,
		     struct grade_tests *ret, struct cx_error *err);
void grade_tests_done(struct grade_tests *tests);

#endif
