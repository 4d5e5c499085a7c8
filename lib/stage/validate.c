#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "diagnostics/diagnostics.h"
#include "sandbox/namespaces.h"
#include "stage/stages.h"
#include "stage/verdict.h"

/* How a check ended, as far as its steps went. */
struct ending {
	bool clean;		/* every step ended with 0 */
	struct cx_outcome last; /* of the step that did not, or of the last one */
};

static struct cx_reading reading_of(const struct cx_job *job)
{
	return (struct cx_reading){
		.lang = job->lang,
		.req = job->req,
		.main_name = job->sources.items[0],
		.paths = { job->paths[CX_SLOT_WORK], job->paths[CX_SLOT_BUILD], job->paths[CX_SLOT_TMP],
			   job->host->namespaced ? cx_namespaces_data : job->lang->directory },
	};
}

static bool is_clean(const struct cx_outcome *outcome)
{
	return !outcome->ended_by_us && WIFEXITED(outcome->wait_status) &&
	       WEXITSTATUS(outcome->wait_status) == 0;
}

/* ending->last is the caller's to release, also after -1. */
static int take_steps(struct cx_job *job, const struct cx_stage_rule *rule, struct cx_validation *val,
		      struct cx_module_uses *uses, struct ending *ending, struct cx_error *err)
{
	const struct cx_reading how = reading_of(job);
	ending->clean = true;
	for (size_t i = 0; i < rule->steps_len && ending->clean; i++) {
		struct cx_step step = {
			.rule = rule,
			.argv = &rule->steps[i],
			.limits = &rule->limits,
			.combined = true,
			.build_writable = true,
		};
		cx_outcome_done(&ending->last);
		ending->last = (struct cx_outcome){ 0 };
		if (cx_job_step(job, &step, &ending->last, err) < 0)
			return -1;
		ending->clean = is_clean(&ending->last);
		val->wall_us += ending->last.wall_us;
		if (cx_diagnostics_read(&how, &ending->last.combined, val, uses, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- what is left to say when the tool refused ---- */

static bool has_error(const struct cx_validation *val)
{
	for (size_t i = 0; i < val->len; i++)
		if (val->items[i].error)
			return true;
	return false;
}

/* A check that ended by itself knows: what it let pass is valid, whatever it said. */
static void make_warnings(struct cx_validation *val)
{
	for (size_t i = 0; i < val->len; i++)
		val->items[i].error = false;
}

static int say_limit(const struct cx_outcome *outcome, struct cx_validation *val, struct cx_error *err)
{
	char sentence[200];
	struct cx_limit_hit hit = outcome->hit;
	cx_verdict_of_compiler(&hit);
	if (hit.limit == CX_LIMIT_COMPILE_TIME || hit.limit == CX_LIMIT_COMPILE_MEMORY)
		cx_verdict_sentence(&hit, sentence, sizeof(sentence));
	else
		snprintf(sentence, sizeof(sentence), "the compiler went over its limit: %s",
			 cx_limit_name(hit.limit));
	return cx_diagnostics_add(val, true, "limit", err, "%s", sentence);
}

/* It refused without a word that its language's data understands. */
static int say_ending(struct cx_job *job, const struct cx_outcome *outcome, struct cx_validation *val,
		      struct cx_error *err)
{
	const struct cx_reading how = reading_of(job);
	cleanup_free char *line = NULL;
	char name[16];
	if (WIFSIGNALED(outcome->wait_status))
		return cx_diagnostics_add(val, true, NULL, err, "the check crashed (%s)",
					  cx_signal_name(WTERMSIG(outcome->wait_status), name));
	if (cx_diagnostics_first_line(&how, &outcome->combined, &line, err) < 0)
		return -1;
	if (*line)
		return cx_diagnostics_add(val, true, NULL, err, "%s", line);
	return cx_diagnostics_add(val, true, NULL, err, "the check ended with exit status %d",
				  WEXITSTATUS(outcome->wait_status));
}

static int judge(struct cx_job *job, const struct ending *ending, struct cx_validation *val,
		 struct cx_error *err)
{
	val->is_valid = ending->clean;
	if (ending->clean) {
		make_warnings(val);
		return 0;
	}
	if (ending->last.ended_by_us)
		return say_limit(&ending->last, val, err);
	return has_error(val) ? 0 : say_ending(job, &ending->last, val, err);
}

/*
 * A check that was ended for saying too much has decided nothing: warnings that the compiler would not give
 * may have filled it. Then the compiler itself decides.
 */
static bool is_undecided(const struct cx_job *job, const struct ending *ending,
			 const struct cx_validation *val)
{
	return ending->last.ended_by_us && ending->last.hit.limit == CX_LIMIT_OUTPUT && !has_error(val) &&
	       job->lang->validate.steps_len && job->lang->compile.steps_len;
}

int cx_stage_validate(struct cx_job *job, struct cx_validation *val, struct cx_error *err)
{
	const struct cx_language *lang = job->lang;
	struct cx_module_uses uses = { 0 };
	struct ending ending = { 0 };
	int r = take_steps(job, lang->validate.steps_len ? &lang->validate : &lang->compile, val, &uses,
			   &ending, err);
	if (r == 0 && is_undecided(job, &ending, val))
		r = take_steps(job, &lang->compile, val, &uses, &ending, err);
	if (r == 0)
		r = judge(job, &ending, val, err);
	cx_outcome_done(&ending.last);
	cx_module_uses_done(&uses);
	return r;
}
