#include "base/cleanup.h"
#include "stage/cache.h"
#include "stage/compiler.h"
#include "stage/stages.h"

#include "base/clock.h"

/* Put in place what is in the cache. *ret_hit: it was there. */
static int restore(struct cx_job *job, const struct cx_cache_key *key, struct cx_build *build,
		   struct cx_result *res, bool *ret_hit, struct cx_error *err)
{
	uint64_t started_us = cx_now_us();
	struct cx_artifact artifact;
	*ret_hit = cx_cache_load(job->host, key, &artifact);
	if (!*ret_hit)
		return 0;
	if (cx_artifact_read_said(&artifact, &res->compile.output, err) < 0 ||
	    cx_artifact_restore(&artifact, &job->slot, err) < 0) {
		cx_artifact_done(&artifact);
		return -1;
	}
	build->artifact = artifact;
	build->fresh = true;
	res->compile.cached = true;
	res->compile.wall_us = cx_now_us() - started_us;
	return 0;
}

int cx_stage_build(struct cx_job *job, bool keep, struct cx_build *ret, struct cx_result *res,
		   bool *ret_go_on, struct cx_error *err)
{
	struct cx_cache_key key;
	bool known = false, hit = false;
	*ret_go_on = true;
	*ret = (struct cx_build)CX_BUILD_NONE;
	ret->fresh = job->lang->compile.steps_len == 0;
	if (ret->fresh)
		return 0;
	res->compile.ran = true;
	if (job->host->cache_bytes && cx_cache_key_of(job, &key, &known, err) < 0)
		return -1;
	if (known && (restore(job, &key, ret, res, &hit, err) < 0 || hit))
		return hit ? 0 : -1;
	int elsewhere = cx_compiler_build(job->compiler, job, res, &ret->artifact, ret_go_on, err);
	if (elsewhere < 0)
		return -1;
	if (elsewhere == 0) {
		ret->fresh = true;
		if (*ret_go_on && known)
			cx_cache_store(job->host, &key, &ret->artifact);
		return 0;
	}
	if (cx_stage_compile(job, res, ret_go_on, err) < 0)
		return -1;
	if (!*ret_go_on || (!known && !keep))
		return 0;
	struct cx_error ignored;
	if (cx_artifact_take(&job->host->state, &job->slot, &res->compile.output, &ret->artifact,
			     keep ? err : &ignored) < 0)
		return keep ? -1 : 0;
	if (known)
		cx_cache_store(job->host, &key, &ret->artifact);
	return 0;
}
