#include "codex/result.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "codex/validate.h"

static void free_test(struct cx_test_result *test)
{
	free(test->name);
	cx_bytes_done(&test->output);
	cx_bytes_done(&test->error);
	free(test->difference.expected);
	free(test->difference.got);
	free(test->checker_message);
	free(test->checker_error);
}

const char *cx_start_name(enum cx_start start)
{
	static const char *const names[] = {
		[CX_START_COLD] = "cold",
		[CX_START_PARKED] = "parked",
		[CX_START_WARM] = "warm",
	};
	return names[start];
}

void cx_result_done(struct cx_result *res)
{
	cx_bytes_done(&res->output);
	cx_bytes_done(&res->error);
	cx_bytes_done(&res->combined);
	cx_bytes_done(&res->compile.output);
	for (size_t i = 0; i < res->files_len; i++) {
		free(res->files[i].name);
		cx_bytes_done(&res->files[i].content);
	}
	free(res->files);
	for (size_t i = 0; i < res->tests_len; i++)
		free_test(&res->tests[i]);
	free(res->tests);
	cx_strings_done(&res->blocked);
	free(res->language);
	free(res->version);
	cx_strings_done(&res->notices);
	*res = (struct cx_result){ 0 };
}

void cx_validation_done(struct cx_validation *val)
{
	for (size_t i = 0; i < val->len; i++) {
		free(val->items[i].message);
		free(val->items[i].code);
		free(val->items[i].file);
	}
	free(val->items);
	free(val->language);
	free(val->main_name);
	free(val->version);
	cx_strings_done(&val->notices);
	*val = (struct cx_validation){ 0 };
}

const char *cx_status_name(enum cx_status status)
{
	static const char *const names[] = {
		[CX_SUCCESS] = "success",
		[CX_COMPILE_ERROR] = "compile_error",
		[CX_RUNTIME_ERROR] = "runtime_error",
		[CX_TIMEOUT] = "timeout",
		[CX_MEMORY_LIMIT] = "memory_limit",
		[CX_OUTPUT_LIMIT] = "output_limit",
	};
	return names[status];
}

const char *cx_signal_name(int signal, char buf[static 16])
{
	const char *name = sigabbrev_np(signal);
	if (name)
		snprintf(buf, 16, "SIG%s", name);
	else
		snprintf(buf, 16, "SIG%d", signal);
	return buf;
}
