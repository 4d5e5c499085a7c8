/* Each test of a request in a sandbox in which nothing is left of another one. */
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "check/check.h"
#include "sandbox/refusals.h"
#include "stage/stages.h"

/* ---- rows ---- */

static int open_rows(const struct cx_request *req, struct cx_result *res, struct cx_error *err)
{
	res->tests = calloc(req->tests_len, sizeof(*res->tests));
	if (!res->tests)
		return cx_fail_oom(err);
	res->tests_len = req->tests_len;
	for (size_t i = 0; i < req->tests_len; i++) {
		const struct cx_test *test = &req->tests[i];
		res->tests[i] = (struct cx_test_result){
			.skipped = true, .exit_code = -1, .hidden = test->hidden, .points = test->points
		};
		if (test->name && !(res->tests[i].name = strdup(test->name)))
			return cx_fail_oom(err);
	}
	return 0;
}

int cx_stage_skip_tests(const struct cx_request *req, struct cx_result *res, struct cx_error *err)
{
	res->passed = false;
	return open_rows(req, res, err);
}

/* Never inside a character. */
static void cut(struct cx_bytes *text)
{
	if (text->len <= CX_MAX_TEST_OUTPUT)
		return;
	text->len = CX_MAX_TEST_OUTPUT;
	for (int i = 0; i < 3 && ((unsigned char)text->data[text->len] & 0xc0) == 0x80; i++)
		text->len--;
	text->data[text->len] = '\0';
}

/* What the sandbox refused to any of the runs, each name once. */
static int add_blocked(struct cx_result *res, const struct cx_result *run, struct cx_error *err)
{
	res->blocked_seen = res->blocked_seen || run->blocked_seen;
	for (size_t i = 0; i < run->blocked.len && res->blocked.len < CX_REFUSALS_NAMES; i++)
		if (!cx_strings_contain(&res->blocked, run->blocked.items[i]) &&
		    cx_strings_add(&res->blocked, run->blocked.items[i]) < 0)
			return cx_fail_oom(err);
	return 0;
}

/* What is kept of a run whose output has been judged. */
static void fill_row(struct cx_test_result *row, struct cx_result *run)
{
	row->skipped = false;
	row->status = run->status;
	row->exit_code = run->exit_code;
	row->signal = run->signal;
	row->wall_us = run->wall_us;
	row->cpu_us = run->cpu_us;
	row->memory_bytes = run->memory_bytes;
	row->limit = run->limit;
	row->output_truncated = run->output_truncated || run->output.len > CX_MAX_TEST_OUTPUT ||
				run->error.len > CX_MAX_TEST_OUTPUT;
	cut(&run->output);
	cut(&run->error);
	row->output = run->output;
	row->error = run->error;
	run->output = run->error = (struct cx_bytes){ 0 };
}

/* ---- the whole ---- */

/* The first test that is no success gives the status; times add up. */
static void sum_up(struct cx_result *res)
{
	const struct cx_test_result *told = NULL;
	res->passed = true;
	res->wall_us = res->cpu_us = res->memory_bytes = 0;
	for (size_t i = 0; i < res->tests_len; i++) {
		const struct cx_test_result *row = &res->tests[i];
		res->passed = res->passed && row->passed;
		res->wall_us += row->wall_us;
		res->cpu_us += row->cpu_us;
		if (row->memory_bytes > res->memory_bytes)
			res->memory_bytes = row->memory_bytes;
		if (!row->skipped && !told && row->status != CX_SUCCESS)
			told = row;
	}
	res->status = told ? told->status : CX_SUCCESS;
	res->exit_code = told ? told->exit_code : 0;
	res->signal = told ? told->signal : 0;
	res->limit = told ? told->limit : (struct cx_limit_hit){ 0 };
}

/* ---- one test ---- */

/* Out of its sandbox; the lease is kept in `slot`. */
struct place {
	bool left;
	struct cx_slot slot;
};

static void leave(struct cx_job *job, struct place *place)
{
	if (!place->left)
		cx_job_leave(job, &place->slot);
	place->left = true;
}

/* Where nothing has run, or nothing is left of what has. */
static int enter(struct cx_job *job, const struct cx_artifact *artifact, struct place *place,
		 struct cx_error *err)
{
	struct cx_host *host = job->host;
	const struct cx_language *lang = job->lang;
	const struct cx_request *req = job->req;
	if (!place->left && cx_job_again(job, err) < 0)
		leave(job, place);
	if (place->left && cx_job_open_in(&place->slot, host, lang, req, job, err) < 0)
		return -1;
	place->left = false;
	return artifact->fd >= 0 ? cx_artifact_restore(artifact, &job->slot, err) : 0;
}

/* Judge the output of a run that ended well. A checker runs in the same slot, for which the job leaves it. */
static int judge(struct cx_job *job, struct cx_judge *by, const struct cx_test *test,
		 const struct cx_result *run, struct place *place, struct cx_test_result *row,
		 struct cx_error *err)
{
	if (run->status != CX_SUCCESS)
		return 0;
	if (by->lang) {
		leave(job, place);
		return cx_judge_ask(by, job->host, &place->slot, test, &run->output, row, err);
	}
	if (test->has_expected)
		return cx_check(by->checker, &test->expected, &run->output, &row->passed, &row->difference,
				err);
	row->passed = true;
	return 0;
}

/* On entry the job is in a sandbox as new. */
static int run_test(struct cx_job *job, const struct cx_test *test, struct cx_judge *by, struct place *place,
		    struct cx_result *run, struct cx_test_result *row, struct cx_error *err)
{
	struct cx_limits limits = job->req->limits;
	limits.wall_us = test->wall_us;
	limits.cpu_us = test->cpu_us;
	struct cx_run_input with = { .limits = &limits, .input = &test->input, .args = &job->req->args };
	if (cx_stage_run(job, &with, run, err) < 0 || judge(job, by, test, run, place, row, err) < 0)
		return -1;
	fill_row(row, run);
	return 0;
}

int cx_stage_tests(struct cx_job *job, const struct cx_build *build, struct cx_judges *judges,
		   struct cx_result *res, struct cx_error *err)
{
	const struct cx_request *req = job->req;
	struct place place = { 0 };
	int done = open_rows(req, res, err);
	for (size_t i = 0; i < req->tests_len && done == 0; i++) {
		struct cx_test_result *row = &res->tests[i];
		struct cx_result run = { .exit_code = -1 };
		if (i > 0 || !build->fresh)
			done = enter(job, &build->artifact, &place, err);
		const struct cx_test *test = &req->tests[i];
		if (done == 0)
			done = run_test(job, test, &judges->items[test->checker], &place, &run, row, err);
		if (run.memory_source)
			res->memory_source = run.memory_source;
		if (done == 0)
			done = add_blocked(res, &run, err);
		cx_result_done(&run);
		if (done == 0 && req->stop_on_failure && !row->passed)
			break;
	}
	if (place.left)
		job->slot = place.slot; /* empty, and without a guardian */
	if (done == 0)
		sum_up(res);
	return done;
}
