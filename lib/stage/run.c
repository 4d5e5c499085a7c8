#include "stage/stages.h"
#include "stage/verdict.h"

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
	int judged = cx_verdict_of_run(job->lang, with->limits, &outcome, res, err);
	cx_outcome_done(&outcome);
	return judged;
}
