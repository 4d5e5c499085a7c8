/* The story of a check: as a request, but nothing of it is run. */
#include "codex/validate.h"

#include <string.h>

#include "base/buffer.h"
#include "context_internal.h"
#include "stage/stages.h"

static int describe(struct cx_context *ctx, const struct cx_language *lang, struct cx_validation *val,
		    struct cx_error *err)
{
	val->language = strdup(cx_language_name(lang));
	if (!val->language)
		return cx_fail_oom(err);
	return cx_context_version(ctx, lang, &val->version, err);
}

int cx_validate(struct cx_context *ctx, const struct cx_request *req, struct cx_validation *ret,
		struct cx_error *err)
{
	const struct cx_language *lang = NULL;
	struct cx_validation val = { 0 };
	struct cx_job job;
	if (cx_context_choose_language(ctx, req, &lang, err) < 0 || cx_host_check_floor(&ctx->host, err) < 0)
		return -1;
	int done = describe(ctx, lang, &val, err);
	if (done == 0 && (done = cx_job_open(&ctx->host, lang, req, &job, err)) == 0) {
		done = cx_stage_validate(&job, ctx->modules, &val, err);
		cx_job_close(&job);
	}
	if (done < 0) {
		cx_validation_done(&val);
		return -1;
	}
	*ret = val;
	return 0;
}
