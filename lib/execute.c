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

static int run_job(struct cx_job *job, struct cx_result *res, struct cx_error *err)
{
	bool go_on;
	if (cx_stage_compile(job, res, &go_on, err) < 0)
		return -1;
	if (!go_on)
		return 0;
	if (cx_stage_run(job, res, err) < 0)
		return -1;
	return cx_workspace_collect(&job->slot, &job->req->collect, res, err);
}

int cx_execute(struct cx_context *ctx, const struct cx_request *req, struct cx_result *ret,
	       struct cx_error *err)
{
	const struct cx_language *lang = NULL;
	struct cx_result res = { .exit_code = -1 };
	struct cx_job job;
	if (cx_context_choose_language(ctx, req, &lang, err) < 0 || cx_host_check_floor(&ctx->host, err) < 0)
		return -1;
	int done = describe(ctx, lang, req, &res, err);
	if (done == 0 && (done = cx_job_open(&ctx->host, lang, req, &job, err)) == 0) {
		done = cx_stage_modules(&job, ctx->modules, &res.notices, err);
		if (done == 0)
			done = run_job(&job, &res, err);
		res.isolation = ctx->host.layers;
		cx_job_close(&job);
	}
	if (done < 0) {
		cx_result_done(&res);
		return -1;
	}
	*ret = res;
	return 0;
}
