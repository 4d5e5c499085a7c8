#include <stdlib.h>
#include <sys/wait.h>

#include "base/buffer.h"
#include "stage/stages.h"
#include "stage/verdict.h"
#include "stage/workspace.h"

/* A compiler that ended itself for lack of something tells so in words of its own. */
static void find_limit(const struct cx_stage_rule *rule, const struct cx_outcome *outcome,
		       struct cx_result *res)
{
	const struct cx_bytes *said = &outcome->combined;
	res->limit = outcome->hit;
	cx_verdict_of_compiler(&res->limit);
	if (res->limit.limit != CX_LIMIT_NONE)
		return;
	if (cx_language_shows_sign(&rule->memory_signs, res->exit_code, res->signal, said))
		res->limit = (struct cx_limit_hit){ CX_LIMIT_COMPILE_MEMORY, rule->limits.memory_bytes,
						    "compiler" };
	else if (cx_language_shows_sign(&rule->file_signs, res->exit_code, res->signal, said))
		res->limit = (struct cx_limit_hit){ CX_LIMIT_FILE_SIZE, rule->limits.file_bytes, "compiler" };
}

static int refuse(const struct cx_stage_rule *rule, const struct cx_outcome *outcome, struct cx_buffer *said,
		  struct cx_result *res, struct cx_error *err)
{
	int status = outcome->wait_status;
	char sentence[200];
	res->status = CX_COMPILE_ERROR;
	res->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	res->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	find_limit(rule, outcome, res);
	res->output_truncated = outcome->truncated;
	res->cpu_us = outcome->cpu_us;
	res->memory_bytes = outcome->memory_bytes;
	res->memory_source = outcome->memory_source;
	cx_verdict_sentence_of_compiler(&res->limit, sentence, sizeof(sentence));
	if (*sentence &&
	    cx_buffer_printf(said, "%scodex-run: %s\n",
			     said->len && said->data[said->len - 1] != '\n' ? "\n" : "", sentence) < 0)
		return cx_fail_oom(err);
	res->error = cx_bytes_copy(said->data, said->len);
	if (said->len && !res->error.data)
		return cx_fail_oom(err);
	return cx_verdict_refusals(&outcome->refusals, res, err);
}

int cx_stage_compile(struct cx_job *job, struct cx_result *res, bool *ret_go_on, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->compile;
	cleanup_buffer struct cx_buffer said = { 0 };
	*ret_go_on = true;
	res->compile.ran = rule->steps_len > 0;
	for (size_t i = 0; i < rule->steps_len && *ret_go_on; i++) {
		struct cx_step step = {
			.rule = rule,
			.argv = &rule->steps[i],
			.limits = &rule->limits,
			.combined = true,
			.build_writable = true,
		};
		struct cx_outcome outcome;
		if (cx_job_step(job, &step, &outcome, err) < 0)
			return -1;
		bool clean = WIFEXITED(outcome.wait_status) && WEXITSTATUS(outcome.wait_status) == 0;
		*ret_go_on = clean && !outcome.ended_by_us;
		res->compile.wall_us += outcome.wall_us;
		int told = cx_buffer_append(&said, outcome.combined.data, outcome.combined.len);
		if (told < 0)
			cx_fail_oom(err);
		else if (!*ret_go_on)
			told = refuse(rule, &outcome, &said, res, err);
		cx_outcome_done(&outcome);
		if (told < 0)
			return -1;
	}
	res->compile.output = cx_buffer_steal(&said);
	if (*ret_go_on && res->compile.ran && !job->slot.own_uid && !job->host->namespaced)
		return cx_workspace_make_executable(&job->slot, err);
	return 0;
}
