#include "stage/stages.h"
#include "stage/verdict.h"

static void note_memory_limit(const struct cx_limits *limits, struct cx_result *res)
{
	if (res->status != CX_MEMORY_LIMIT || res->limit.limit != CX_LIMIT_NONE)
		return;
	/* The runtime ended itself when the data segment or the heap that it was told of was full. */
	res->limit = (struct cx_limit_hit){ CX_LIMIT_MEMORY, limits->memory_bytes, "runtime" };
}

int cx_stage_run(struct cx_job *job, const struct cx_run_input *with, struct cx_result *res,
		 struct cx_error *err)
{
	struct cx_step step = {
		.rule = &job->lang->run,
		.argv = &job->lang->run.steps[0],
		.args = with->args,
		.limits = with->limits,
		.input = with->input,
		.combined = with->combined,
	};
	struct cx_outcome outcome;
	if (cx_job_step(job, &step, &outcome, err) < 0)
		return -1;
	int judged = cx_verdict_of_run(job->lang, &outcome, res, err);
	cx_outcome_done(&outcome);
	note_memory_limit(with->limits, res);
	return judged;
}
