#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "diagnostics/diagnostics.h"
#include "diagnostics/modules.h"
#include "diagnostics/origin.h"
#include "sandbox/namespaces.h"
#include "stage/stages.h"
#include "stage/verdict.h"

/* How a check ended, as far as its steps went. */
struct ending {
	bool clean;		/* every step ended with 0 */
	bool cut;		/* a tool said more than was read */
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
	struct cx_reading how = reading_of(job);
	how.plain = rule == &job->lang->diagnostics.plain.tell;
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
		bool cut;
		if (cx_diagnostics_read(&how, &ending->last.combined, val, uses, &cut, err) < 0)
			return -1;
		ending->cut |= cut;
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
	cx_verdict_sentence_of_compiler(&hit, sentence, sizeof(sentence));
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

/*
 * Some tools fail for what their language's data calls a warning. When all that they said is such, they have
 * checked everything.
 */
static bool has_only_warned(const struct cx_job *job, const struct ending *ending,
			    const struct cx_validation *val)
{
	return job->lang->diagnostics.warning_code && !ending->last.ended_by_us &&
	       WIFEXITED(ending->last.wait_status) && !ending->cut && val->len && !has_error(val);
}

/* A tool may lose its JSON when it gives up: g++ does after too many errors. */
static bool is_wordless(const struct cx_job *job, const struct ending *ending,
			const struct cx_validation *val)
{
	return !ending->clean && !ending->last.ended_by_us && !has_error(val) &&
	       job->lang->diagnostics.plain.pattern;
}

static int judge(struct cx_job *job, const struct ending *ending, struct cx_validation *val,
		 struct cx_error *err)
{
	val->is_valid = ending->clean || has_only_warned(job, ending, val);
	if (val->is_valid) {
		make_warnings(val);
		return 0;
	}
	if (ending->last.ended_by_us && ending->last.hit.limit == CX_LIMIT_OUTPUT && has_error(val))
		return cx_diagnostics_say_cut(val, err);
	if (ending->last.ended_by_us)
		return say_limit(&ending->last, val, err);
	return has_error(val) ? 0 : say_ending(job, &ending->last, val, err);
}

/* Once more, in other words: only a program that is not valid pays for it. */
static int find_origins(struct cx_job *job, struct cx_validation *val, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->diagnostics.origin.tell;
	const struct cx_reading how = reading_of(job);
	int r = 0;
	for (size_t i = 0; r == 0 && i < rule->steps_len; i++) {
		struct cx_outcome outcome;
		struct cx_step step = {
			.rule = rule,
			.argv = &rule->steps[i],
			.limits = &rule->limits,
			.combined = true,
		};
		if (cx_job_step(job, &step, &outcome, err) < 0)
			return -1;
		val->wall_us += outcome.wall_us;
		r = cx_origin_read(&how, &outcome.combined, val, err);
		cx_outcome_done(&outcome);
	}
	return r;
}

/*
 * A check that was ended for saying too much, or of which not all was read, has decided nothing: warnings that the compiler would not give
 * may have filled it. Then the compiler itself decides.
 */
static bool is_undecided(const struct cx_job *job, const struct ending *ending,
			 const struct cx_validation *val)
{
	bool flood = ending->last.ended_by_us && ending->last.hit.limit == CX_LIMIT_OUTPUT;
	bool cut = job->lang->diagnostics.warning_code && !ending->clean && ending->cut;
	return (flood || cut) && !has_error(val) && job->lang->validate.steps_len &&
	       job->lang->compile.steps_len;
}

/* ---- modules that make no sense here ---- */

static bool may_refuse(const struct cx_language *lang, enum cx_modules modules)
{
	if (modules == CX_MODULES_REFUSE)
		return true;
	for (size_t i = 0; i < lang->modules.rules_len; i++)
		if (lang->modules.rules[i].policy == CX_MODULE_REFUSE)
			return true;
	return false;
}

/* Where none is to be refused, a look at the text tells whether anybody has to ask the parser. */
static bool is_worth_a_look(const struct cx_job *job, enum cx_modules modules)
{
	const struct cx_reading how = reading_of(job);
	if (modules == CX_MODULES_ALLOW || !job->lang->modules.rules_len)
		return false;
	return may_refuse(job->lang, modules) || cx_modules_may_be_used(&how);
}

/* What else these steps say has been said, or will be. */
static int find_modules(struct cx_job *job, const struct cx_stage_rule *rule, struct cx_module_uses *uses,
			struct cx_error *err)
{
	struct cx_validation ignored = { 0 };
	struct ending ending = { 0 };
	int r = take_steps(job, rule, &ignored, uses, &ending, err);
	cx_outcome_done(&ending.last);
	cx_validation_done(&ignored);
	return r;
}

/* Takes what the use owns. */
static int add_module(struct cx_module_use *use, enum cx_module_policy policy, struct cx_validation *val,
		      struct cx_error *err)
{
	struct cx_diagnostic *items = realloc(val->items, (val->len + 1) * sizeof(*items));
	if (!items)
		return cx_fail_oom(err);
	val->items = items;
	struct cx_diagnostic item = {
		.error = policy == CX_MODULE_REFUSE,
		.line = use->line,
		.column = use->column,
		.code = strdup("module"),
	};
	if (cx_modules_sentence(use, &item.message) < 0)
		item.message = NULL;
	item.file = steal_pointer(&use->file);
	items[val->len++] = item;
	val->is_valid &= policy != CX_MODULE_REFUSE;
	return item.code && item.message ? 0 : cx_fail_oom(err);
}

static int add_modules(enum cx_modules modules, struct cx_module_uses *uses, struct cx_validation *val,
		       struct cx_error *err)
{
	for (size_t i = 0; i < uses->len; i++) {
		enum cx_module_policy policy = cx_modules_policy(&uses->items[i], modules);
		if (policy != CX_MODULE_ALLOW && add_module(&uses->items[i], policy, val, err) < 0)
			return -1;
	}
	return 0;
}

/* The field of a request that has the file. */
static void name_field(const struct cx_job *job, const char *file, char *buf, size_t size)
{
	const struct cx_request *req = job->req;
	bool code = req->files[0].name == NULL;
	snprintf(buf, size, "code");
	for (size_t i = 0; file && i < req->files_len; i++)
		if (req->files[i].name && !strcmp(req->files[i].name, file))
			snprintf(buf, size, "files[%zu].content", i - code);
}

static int tell_module(const struct cx_job *job, const struct cx_module_use *use,
		       enum cx_module_policy policy, struct cx_strings *notices, struct cx_error *err)
{
	cleanup_free char *sentence = NULL;
	char where[300] = "";
	char field[64];
	if (cx_modules_sentence(use, &sentence) < 0)
		return cx_fail_oom(err);
	if (use->line)
		snprintf(where, sizeof(where), "%s%sline %u: ", use->file ? use->file : "",
			 use->file ? ", " : "", use->line);
	if (policy == CX_MODULE_REFUSE) {
		name_field(job, use->file, field, sizeof(field));
		return cx_fail_field(err, field, "%smodule %s", where, sentence);
	}
	return cx_strings_addf(notices, "%smodule %s", where, sentence) < 0 ? cx_fail_oom(err) : 0;
}

int cx_stage_modules(struct cx_job *job, enum cx_modules modules, struct cx_strings *notices,
		     struct cx_error *err)
{
	const struct cx_language *lang = job->lang;
	struct cx_module_uses uses = { 0 };
	if (!is_worth_a_look(job, modules))
		return 0;
	/* What waits in the job's sandbox is for the program alone. */
	bool waits = job->guest.waiting.job_fd >= 0;
	struct cx_job beside;
	if (waits && cx_job_open_beside(job, &beside, err) < 0)
		return -1;
	int r = find_modules(waits ? &beside : job,
			     lang->modules.find.steps_len ? &lang->modules.find : &lang->validate, &uses,
			     err);
	if (waits)
		cx_job_close(&beside);
	for (size_t i = 0; r == 0 && i < uses.len; i++) {
		enum cx_module_policy policy = cx_modules_policy(&uses.items[i], modules);
		if (policy != CX_MODULE_ALLOW)
			r = tell_module(job, &uses.items[i], policy, notices, err);
	}
	cx_module_uses_done(&uses);
	return r;
}

/* ---- the whole ---- */

int cx_stage_validate(struct cx_job *job, enum cx_modules modules, struct cx_validation *val,
		      struct cx_error *err)
{
	const struct cx_language *lang = job->lang;
	struct cx_module_uses uses = { 0 };
	struct ending ending = { 0 };
	if (!(val->main_name = strdup(job->sources.items[0])))
		return cx_fail_oom(err);
	if (cx_job_await_guardian(job, err) < 0)
		return -1;
	int r = take_steps(job, lang->validate.steps_len ? &lang->validate : &lang->compile, val, &uses,
			   &ending, err);
	if (r == 0 && is_undecided(job, &ending, val))
		r = take_steps(job, &lang->compile, val, &uses, &ending, err);
	if (r == 0 && is_wordless(job, &ending, val))
		r = take_steps(job, &lang->diagnostics.plain.tell, val, &uses, &ending, err);
	if (r == 0)
		r = judge(job, &ending, val, err);
	if (r == 0 && !ending.last.ended_by_us && cx_origin_is_wanted(lang, val))
		r = find_origins(job, val, err);
	if (r == 0 && lang->modules.find.steps_len && is_worth_a_look(job, modules))
		r = find_modules(job, &lang->modules.find, &uses, err);
	if (r == 0)
		r = add_modules(modules, &uses, val, err);
	cx_outcome_done(&ending.last);
	cx_module_uses_done(&uses);
	return r;
}
