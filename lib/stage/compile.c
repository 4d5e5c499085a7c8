#include <stdlib.h>
#include <sys/wait.h>

#include "base/buffer.h"
#include "stage/prelude.h"
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

int cx_stage_refuse(const struct cx_language *lang, const struct cx_outcome *outcome, struct cx_buffer *said,
		    struct cx_result *res, struct cx_error *err)
{
	int status = outcome->wait_status;
	char sentence[200];
	res->status = CX_COMPILE_ERROR;
	res->exit_code = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	res->signal = WIFSIGNALED(status) ? WTERMSIG(status) : 0;
	find_limit(&lang->compile, outcome, res);
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
	return cx_verdict_refusals(lang, &outcome->refusals, res, err);
}

/* What a list of steps came to: the last one's outcome, and what all of them said. */
struct ending {
	struct cx_outcome last;
	struct cx_buffer said;
	bool clean;
};

static void ending_done(struct ending *ending)
{
	cx_outcome_done(&ending->last);
	cx_buffer_done(&ending->said);
	*ending = (struct ending){ 0 };
}

static int run_steps(struct cx_job *job, const struct cx_strings *steps, size_t len, const char *prelude,
		     struct ending *ret, uint64_t *wall_us, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->compile;
	*ret = (struct ending){ .clean = true };
	for (size_t i = 0; i < len && ret->clean; i++) {
		struct cx_step step = {
			.rule = rule,
			.argv = &steps[i],
			.prelude = prelude,
			.limits = &rule->limits,
			.combined = true,
			.build_writable = true,
		};
		cx_outcome_done(&ret->last);
		ret->last = (struct cx_outcome){ 0 };
		if (cx_job_step(job, &step, &ret->last, err) < 0) {
			ending_done(ret);
			return -1;
		}
		int status = ret->last.wait_status;
		ret->clean = WIFEXITED(status) && WEXITSTATUS(status) == 0 && !ret->last.ended_by_us;
		*wall_us += ret->last.wall_us;
		if (cx_buffer_append(&ret->said, ret->last.combined.data, ret->last.combined.len) < 0) {
			ending_done(ret);
			return cx_fail_oom(err);
		}
	}
	return 0;
}

/* ---- the faster way ---- */

static bool is_doubtful(const struct cx_pattern *doubt, const struct cx_buffer *said)
{
	struct cx_span whole;
	return doubt && cx_pattern_match(doubt, said->data, said->len, 0, &whole, 1);
}

/* Would the steps of the stage have come to the same, to the letter? */
static bool counts(const struct cx_language *lang, const struct ending *ending, bool with_prelude)
{
	const struct cx_limit_hit *hit = &ending->last.hit;
	if (ending->last.ended_by_us) /* what has no time now has none on the slower way either */
		return hit->limit == CX_LIMIT_WALL || hit->limit == CX_LIMIT_CPU;
	if (!WIFEXITED(ending->last.wait_status) || ending->last.truncated ||
	    ending->said.len > CX_PATTERN_MAX_SUBJECT)
		return false;
	if (!ending->said.len)
		return ending->clean;
	if (cx_language_shows_sign(&lang->compile.memory_signs, WEXITSTATUS(ending->last.wait_status), 0,
				   &ending->last.combined))
		return false; /* the faster way may take more memory */
	return !is_doubtful(lang->compile.attempt.doubt, &ending->said) &&
	       !(with_prelude && is_doubtful(lang->prelude.doubt, &ending->said));
}

static int attempt(struct cx_job *job, struct ending *ret, bool *ret_counts, uint64_t *wall_us,
		   struct cx_error *err)
{
	const struct cx_attempt *way = &job->lang->compile.attempt;
	struct cx_prelude prelude;
	if (cx_prelude_find(job, &prelude, err) < 0)
		return -1;
	bool usable = prelude.usable[0];
	int ran =
		run_steps(job, way->steps, way->steps_len, usable ? prelude.usable : NULL, ret, wall_us, err);
	*ret_counts = ran == 0 && counts(job->lang, ret, usable);
	if (ran == 0 && ret->clean)
		cx_prelude_want(job, &prelude);
	cx_prelude_done(&prelude);
	return ran;
}

static int compile(struct cx_job *job, struct ending *ret, uint64_t *wall_us, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->compile;
	bool settled = false;
	if (rule->attempt.steps_len && attempt(job, ret, &settled, wall_us, err) < 0)
		return -1;
	if (settled)
		return 0;
	ending_done(ret);
	return run_steps(job, rule->steps, rule->steps_len, NULL, ret, wall_us, err);
}

int cx_stage_compile(struct cx_job *job, struct cx_result *res, bool *ret_go_on, struct cx_error *err)
{
	struct ending ending = { 0 };
	*ret_go_on = true;
	res->compile.ran = job->lang->compile.steps_len > 0;
	if (!res->compile.ran)
		return 0;
	if (compile(job, &ending, &res->compile.wall_us, err) < 0)
		return -1;
	*ret_go_on = ending.clean;
	int told = ending.clean ? 0 : cx_stage_refuse(job->lang, &ending.last, &ending.said, res, err);
	res->compile.output = cx_buffer_steal(&ending.said);
	ending_done(&ending);
	if (told < 0)
		return -1;
	if (*ret_go_on && !job->slot.own_uid && !job->host->namespaced)
		return cx_workspace_make_executable(&job->slot, err);
	return 0;
}
