#include "codec/dialect.h"

#include <stdio.h>

size_t cx_case_count(const struct cx_result *res)
{
	return res && res->tests_len ? res->tests_len : 1;
}

static void explain_end(int exit_code, int signal, const struct cx_limit_hit *limit, char *buf, size_t size)
{
	char name[16];
	if (limit->limit != CX_LIMIT_NONE)
		snprintf(buf, size, "limit %s (%s)", cx_limit_name(limit->limit), limit->source);
	else if (signal)
		snprintf(buf, size, "ended by %s", cx_signal_name(signal, name));
	else
		snprintf(buf, size, "exit status %d", exit_code);
}

static void explain_test(const struct cx_test_result *test, char *buf, size_t size)
{
	const struct cx_difference *difference = &test->difference;
	if (test->checker_error)
		snprintf(buf, size, "%s", test->checker_error);
	else if (test->status != CX_SUCCESS)
		explain_end(test->exit_code, test->signal, &test->limit, buf, size);
	else if (test->hidden)
		snprintf(buf, size, "wrong answer");
	else if (difference->line)
		snprintf(buf, size, "line %llu: expected %s%.200s%s, got %s%.200s%s",
			 (unsigned long long)difference->line, difference->expected ? "'" : "",
			 difference->expected ? difference->expected : "the end",
			 difference->expected ? "'" : "", difference->got ? "'" : "",
			 difference->got ? difference->got : "the end", difference->got ? "'" : "");
	else
		snprintf(buf, size, "wrong answer%s%.400s", test->checker_message ? ": " : "",
			 test->checker_message ? test->checker_message : "");
}

/* A name and a message stand on one line. */
static void flatten(char *text)
{
	for (; *text; text++)
		if ((unsigned char)*text < ' ' || *text == 0x7f)
			*text = ' ';
}

static void fill_test(const struct cx_result *res, size_t index, struct cx_case *ret)
{
	const struct cx_test_result *test = &res->tests[index];
	if (test->name)
		snprintf(ret->name, sizeof(ret->name), "%s", test->name);
	else
		snprintf(ret->name, sizeof(ret->name), "test %zu", index + 1);
	ret->passed = test->passed;
	ret->skipped = test->skipped;
	ret->broken = test->checker_error != NULL;
	ret->wall_us = test->wall_us;
	ret->status = test->status == CX_SUCCESS ? "wrong_answer" : cx_status_name(test->status);
	if (!test->passed && !test->skipped)
		explain_test(test, ret->message, sizeof(ret->message));
	if (!test->hidden && !test->skipped) {
		ret->output = &test->output;
		ret->error = &test->error;
	}
}

static void fill_run(const struct cx_result *res, struct cx_case *ret)
{
	snprintf(ret->name, sizeof(ret->name), "run");
	ret->passed = res->status == CX_SUCCESS;
	ret->wall_us = res->wall_us;
	ret->status = cx_status_name(res->status);
	ret->output = &res->output;
	ret->error = &res->error;
	if (!ret->passed)
		explain_end(res->exit_code, res->signal, &res->limit, ret->message, sizeof(ret->message));
}

void cx_case_fill(const struct cx_result *res, const struct cx_error *failure, size_t index,
		  struct cx_case *ret)
{
	*ret = (struct cx_case){ 0 };
	if (!res) {
		snprintf(ret->name, sizeof(ret->name), "run");
		ret->broken = true;
		ret->status = cx_errc_status(failure->code);
		snprintf(ret->message, sizeof(ret->message), "%s", failure->msg);
	} else if (res->tests_len && res->status == CX_COMPILE_ERROR && index == 0) {
		/* Told once, by the first case; the others are skipped. */
		fill_test(res, 0, ret);
		ret->skipped = false;
		ret->status = cx_status_name(res->status);
		ret->error = &res->error;
		snprintf(ret->message, sizeof(ret->message), "it does not compile");
	} else if (res->tests_len) {
		fill_test(res, index, ret);
	} else {
		fill_run(res, ret);
	}
	flatten(ret->name);
	flatten(ret->message);
}
