#include "codec/response_tests.h"

static void write_difference(struct cx_writer *w, const struct cx_difference *difference)
{
	cx_writer_key(w, "difference");
	if (!difference->line) {
		cx_writer_null(w);
		return;
	}
	cx_writer_object(w);
	cx_writer_key(w, "line");
	cx_writer_uint(w, difference->line);
	cx_writer_key(w, "expected");
	cx_writer_text(w, difference->expected);
	cx_writer_key(w, "got");
	cx_writer_text(w, difference->got);
	cx_writer_close(w);
}

static void write_usage(struct cx_writer *w, const struct cx_test_result *test)
{
	char name[16];
	cx_writer_key(w, "executionTime");
	cx_writer_seconds(w, test->wall_us);
	cx_writer_key(w, "cpuTime");
	cx_writer_seconds(w, test->cpu_us);
	cx_writer_key(w, "memoryUsed");
	cx_writer_uint(w, test->memory_bytes);
	cx_writer_key(w, "exitCode");
	if (test->exit_code < 0)
		cx_writer_null(w);
	else
		cx_writer_int(w, test->exit_code);
	cx_writer_key(w, "signal");
	cx_writer_text(w, test->signal ? cx_signal_name(test->signal, name) : NULL);
	cx_response_write_limit(w, &test->limit);
}

/* What would tell of a hidden test's input or answer is left out. */
static void write_test(struct cx_writer *w, const struct cx_test_result *test, enum cx_encoding encoding)
{
	static const struct cx_difference untold = { 0 };
	cx_writer_object(w);
	cx_writer_key(w, "name");
	cx_writer_text(w, test->name);
	cx_writer_key(w, "status");
	cx_writer_text(w, test->skipped ? "skipped" : cx_status_name(test->status));
	cx_writer_key(w, "passed");
	cx_writer_bool(w, test->passed);
	cx_writer_key(w, "points");
	cx_writer_number(w, test->points);
	cx_writer_key(w, "hidden");
	cx_writer_bool(w, test->hidden);
	if (!test->hidden) {
		cx_response_write_stream(w, "output", &test->output, encoding);
		cx_response_write_stream(w, "error", &test->error, encoding);
		cx_writer_key(w, "outputTruncated");
		cx_writer_bool(w, test->output_truncated);
	}
	write_usage(w, test);
	write_difference(w, test->hidden ? &untold : &test->difference);
	if (test->checker_message && !test->hidden) {
		cx_writer_key(w, "checkerMessage");
		cx_writer_text(w, test->checker_message);
	}
	if (test->checker_error) {
		cx_writer_key(w, "checkerError");
		cx_writer_text(w, test->checker_error);
	}
	cx_writer_close(w);
}

static void write_summary(struct cx_writer *w, const struct cx_result *res)
{
	size_t passed = 0, skipped = 0;
	double points = 0, most = 0;
	for (size_t i = 0; i < res->tests_len; i++) {
		const struct cx_test_result *test = &res->tests[i];
		passed += test->passed;
		skipped += test->skipped;
		points += test->passed ? test->points : 0;
		most += test->points;
	}
	cx_writer_key(w, "summary");
	cx_writer_object(w);
	cx_writer_key(w, "total");
	cx_writer_uint(w, res->tests_len);
	cx_writer_key(w, "passed");
	cx_writer_uint(w, passed);
	cx_writer_key(w, "failed");
	cx_writer_uint(w, res->tests_len - passed - skipped);
	cx_writer_key(w, "skipped");
	cx_writer_uint(w, skipped);
	cx_writer_key(w, "points");
	cx_writer_number(w, points);
	cx_writer_key(w, "maxPoints");
	cx_writer_number(w, most);
	cx_writer_close(w);
}

void cx_response_write_tests(struct cx_writer *w, const struct cx_request *req, const struct cx_result *res)
{
	cx_writer_key(w, "tests");
	cx_writer_array(w);
	for (size_t i = 0; i < res->tests_len; i++)
		write_test(w, &res->tests[i], req->encoding);
	cx_writer_close(w);
	write_summary(w, res);
	cx_writer_key(w, "passed");
	cx_writer_bool(w, res->passed);
}
