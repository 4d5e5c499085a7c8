/* The story of a request. */
#include "codex/execute.h"

#include <string.h>

#include "base/buffer.h"
#include "context_internal.h"
#include "stage/stages.h"
#include "stage/workspace.h"

static int describe(struct cx_context *ctx, const struct cx_language *lang, const struct cx_request *req,
		    struct cx_result *res, struct cx_error *err)
{
	res->language = strdup(cx_language_name(lang));
	if (!res->language || cx_strings_copy(&res->notices, &req->notices) < 0)
		return cx_fail_oom(err);
	return cx_context_version(ctx, lang, &res->version, err);
}

static int run_once(struct cx_job *job, struct cx_result *res, struct cx_error *err)
{
	const struct cx_request *req = job->req;
	struct cx_run_input with = {
		.limits = &req->limits, .input = &req->input, .args = &req->args, .combined = req->combined
	};
	if (cx_stage_run(job, &with, res, err) < 0)
		return -1;
	int collected = cx_workspace_collect(&job->slot, &req->collect, res, err);
	cx_timings_lap(&job->timings, CX_TIME_COLLECT);
	return collected;
}

static int run_job(struct cx_job *job, struct cx_judges *judges, struct cx_result *res, struct cx_error *err)
{
	bool go_on;
	struct cx_build build;
	bool tests = job->req->tests_len > 0;
	struct cx_timings before = job->timings;
	if (cx_stage_build(job, tests, &build, res, &go_on, err) < 0)
		return -1;
	job->timings = before; /* the steps of a compiler are one lap */
	cx_timings_lap(&job->timings, CX_TIME_COMPILE);
	int done;
	if (!go_on)
		done = tests ? cx_stage_skip_tests(job->req, res, err) : 0;
	else
		done = tests ? cx_stage_tests(job, &build, judges, res, err) : run_once(job, res, err);
	cx_artifact_done(&build.artifact);
	return done;
}

int cx_execute(struct cx_context *ctx, const struct cx_request *req, struct cx_result *ret,
	       struct cx_error *err)
{
	const struct cx_language *lang = NULL;
	struct cx_result res = { .exit_code = -1 };
	struct cx_timings early = { 0 };
	cx_timings_start(&early);
	struct cx_judges judges;
	struct cx_job job;
	if (cx_context_choose_language(ctx, req, &lang, err) < 0 ||
	    cx_host_check_floor(&ctx->host, err) < 0 || cx_judges_open(ctx->languages, req, &judges, err) < 0)
		return -1;
	int done = describe(ctx, lang, req, &res, err);
	cx_timings_lap(&early, CX_TIME_LANGUAGE);
	if (done == 0 && (done = cx_warm_open_job(&ctx->warm, &ctx->host, lang, req, &job, err)) == 0) {
		done = cx_stage_modules(&job, ctx->modules, &res.notices, err);
		if (done == 0)
			done = run_job(&job, &judges, &res, err);
		res.isolation = ctx->host.layers;
		res.timings = job.timings;
		res.timings.us[CX_TIME_LANGUAGE] = early.us[CX_TIME_LANGUAGE];
		res.start = job.start;
		res.cold_why = job.cold_why;
		cx_warm_close_job(&ctx->warm, &job);
		cx_timings_lap(&res.timings, CX_TIME_RELEASE);
	}
	cx_judges_done(&judges);
	if (done < 0) {
		cx_result_done(&res);
		return -1;
	}
	*ret = res;
	return 0;
}
