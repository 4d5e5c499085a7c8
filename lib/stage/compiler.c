#include "stage/compiler.h"

#include <sys/wait.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "stage/job_parts.h"
#include "stage/resident.h"
#include "stage/stages.h"

/* After so many it is started anew: whatever a source might have done to it, or to its memory, ends there. */
enum { MAX_SERVED = 500 };

/* ---- its sandbox ---- */

static int start_resident(struct cx_job *job, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->compile;
	cleanup_fd int ruleset = -1;
	struct cx_expansion with = cx_job_expansion(job, &rule->memory, rule->limits.memory_bytes);
	if (cx_template_expand_all(&rule->warm.argv, &with, &job->guest.argv, err) < 0 ||
	    cx_job_environment(job->lang, rule, &with, &job->guest.environment, err) < 0)
		return -1;
	if (job->host->landlock_abi &&
	    cx_view_ruleset(&job->view, job->host->landlock_abi, &job->slot, true, &ruleset, err) < 0)
		return -1;
	if (cx_job_begin_cgroup(job, &rule->limits, err) < 0)
		return -1;
	struct cx_plan plan = {
		.argv = &job->guest.argv,
		.environment = &job->guest.environment,
		.rlimits = cx_job_rlimits(job, rule, &rule->limits),
		.ruleset_fd = ruleset,
	};
	plan.rlimits.cpu_seconds = 0; /* of many compilations; each has its time of ours */
	return cx_supervise_park(&job->guardian, &job->slot, &plan, &job->guest.waiting, err);
}

static int start(struct cx_compiler *compiler, struct cx_error *err)
{
	struct cx_job *job = &compiler->job;
	job->slot.cgroup.root = job->host->cgroup.version ? &job->host->cgroup : NULL;
	if (cx_job_start_guardian(job, err) < 0 || cx_job_await_guardian(job, err) < 0)
		return -1;
	return compiler->stays ? start_resident(job, err) : 0;
}

static int open_compiler(struct cx_compiler *compiler, struct cx_host *host, const struct cx_language *lang,
			 bool stays, struct cx_error *err)
{
	*compiler = (struct cx_compiler){ .stays = stays && lang->compile.warm.argv.len > 0 };
	compiler->job = (struct cx_job){
		.host = host, .lang = lang, .guardian = CX_GUARDIAN_NONE, .guest = CX_JOB_GUEST_NONE
	};
	struct cx_job *job = &compiler->job;
	if (cx_job_open_view(job, err) < 0 ||
	    cx_slot_lease_place(&host->state, host->slots, host->first_uid, &job->slot, err) < 0) {
		cx_job_forget(job);
		return -1;
	}
	if (start(compiler, err) < 0) {
		cx_job_close(job);
		return -1;
	}
	compiler->open = true;
	return 0;
}

void cx_compiler_close(struct cx_compiler *compiler)
{
	if (compiler->open)
		cx_job_close(&compiler->job);
	*compiler = (struct cx_compiler){ 0 };
}

/* What a compilation has left is gone, as between two guests: lib/warm/README.md, "A home". */
static bool renew(struct cx_compiler *compiler)
{
	struct cx_error once;
	if (compiler->stays || compiler->served >= MAX_SERVED || cx_job_renew(&compiler->job, &once) < 0)
		return false;
	compiler->spent = false;
	return true;
}

static bool is_spent(struct cx_compiler *compiler)
{
	return compiler->open && (compiler->spent || compiler->served >= MAX_SERVED ||
				  cx_guardian_has_news(&compiler->job.guardian));
}

uint64_t cx_compiler_memory(const struct cx_language *lang, uint64_t budget)
{
	const struct cx_warm_rule *rule = &lang->compile.warm;
	return rule->argv.len && rule->memory_bytes <= budget ? rule->memory_bytes : 0;
}

int cx_compiler_tend(struct cx_compiler *compiler, struct cx_host *host, const struct cx_language *lang,
		     uint64_t budget, bool guest, struct cx_error *err)
{
	bool stays = cx_compiler_memory(lang, budget) > 0;
	if (compiler->open && (compiler->job.lang != lang || compiler->stays != stays ||
			       (is_spent(compiler) && !renew(compiler))))
		cx_compiler_close(compiler);
	if (compiler->open || !lang->compile.steps_len || !(stays || guest))
		return 0;
	return open_compiler(compiler, host, lang, stays, err);
}

/* ---- the one that stays ---- */

static int judge(const struct cx_language *lang, struct cx_resident_answer *answer, struct cx_result *res,
		 bool *ret_go_on, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer said = { 0 };
	struct cx_bytes text = { 0 };
	if (cx_artifact_read_said(&answer->artifact, &text, err) < 0)
		return -1;
	int done = cx_buffer_append(&said, text.data, text.len);
	cx_bytes_done(&text);
	if (done < 0)
		return cx_fail_oom(err);
	*ret_go_on = answer->exit_status == 0;
	res->compile.warm = true;
	res->compile.wall_us += answer->wall_us;
	struct cx_outcome outcome = { .wait_status = W_EXITCODE(answer->exit_status, 0),
				      .cpu_us = answer->cpu_us };
	if (!*ret_go_on && cx_stage_refuse(lang, &outcome, &said, res, err) < 0)
		return -1;
	res->compile.output = cx_buffer_steal(&said);
	return 0;
}

/* It has refused or agreed as every compiler does; all else the ordinary steps are to say. */
static bool is_plain(const struct cx_resident_answer *answer, const struct cx_stage_rule *rule)
{
	return (answer->exit_status == 0 || answer->exit_status == 1) &&
	       answer->artifact.bytes <= rule->limits.disk_bytes;
}

static int ask_resident(struct cx_compiler *compiler, const struct cx_job *job, struct cx_result *res,
			struct cx_artifact *ret, bool *ret_go_on, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->compile;
	cleanup_strings struct cx_strings argv = { 0 };
	struct cx_resident_answer answer = { .artifact = CX_ARTIFACT_NONE };
	struct cx_expansion with = cx_job_expansion(job, &rule->memory, rule->limits.memory_bytes);
	with.work = compiler->job.paths[CX_SLOT_WORK];
	with.build = compiler->job.paths[CX_SLOT_BUILD];
	with.tmp = compiler->job.paths[CX_SLOT_TMP];
	if (cx_template_expand_all(&rule->steps[0], &with, &argv, err) < 0)
		return -1;
	int done = cx_resident_compile(compiler->job.guest.waiting.job_fd, job, &argv, &answer, err);
	if (done == 0 && !is_plain(&answer, rule))
		done = 1;
	struct cx_error ignored;
	compiler->spent = done != 0;
	compiler->served++;
	if (compiler->spent) /* it may be busy for ever, and others want the CPU */
		(void)cx_job_guest_drop(&compiler->job, &ignored);
	if (done == 0)
		done = judge(job->lang, &answer, res, ret_go_on, err);
	if (done == 0 && *ret_go_on)
		*ret = answer.artifact;
	else
		cx_artifact_done(&answer.artifact);
	return done;
}

/* ---- the ordinary steps ---- */

/* In a sandbox that has nothing of an earlier run. */
static int compile_in(struct cx_job *here, struct cx_result *res, struct cx_artifact *ret, bool *ret_go_on,
		      struct cx_error *err)
{
	if (cx_stage_compile(here, res, ret_go_on, err) < 0)
		return -1;
	if (!*ret_go_on)
		return 0;
	return cx_artifact_take(&here->host->state, &here->slot, &res->compile.output, ret, err);
}

static int compile_here(struct cx_compiler *compiler, const struct cx_job *job, struct cx_result *res,
			struct cx_artifact *ret, bool *ret_go_on, struct cx_error *err)
{
	struct cx_job *here = &compiler->job;
	compiler->spent = true;
	compiler->served++;
	here->req = job->req;
	if (cx_job_choose(here, err) < 0 || cx_job_write_files(here, err) < 0)
		return -1;
	return compile_in(here, res, ret, ret_go_on, err);
}

static int compile_beside(const struct cx_job *job, struct cx_result *res, struct cx_artifact *ret,
			  bool *ret_go_on, struct cx_error *err)
{
	struct cx_job beside;
	if (cx_job_open_beside(job, &beside, err) < 0)
		return -1;
	int done = compile_in(&beside, res, ret, ret_go_on, err);
	cx_job_close(&beside);
	return done;
}

/* As cx_compiler_build(), but that the job's own build directory is left as it is. */
static int build(struct cx_compiler *compiler, const struct cx_job *job, struct cx_result *res,
		 struct cx_artifact *ret, bool *ret_go_on, struct cx_error *err)
{
	bool here = compiler && compiler->open && compiler->job.lang == job->lang && !is_spent(compiler);
	if (here && compiler->stays && !compiler->ready)
		compiler->ready = cx_resident_is_ready(compiler->job.guest.waiting.job_fd);
	if (here && compiler->ready && job->lang->compile.steps_len == 1) {
		int done = ask_resident(compiler, job, res, ret, ret_go_on, err);
		if (done <= 0)
			return done;
	}
	if (job->guest.waiting.job_fd < 0)
		return 1;
	if (here && !compiler->stays)
		return compile_here(compiler, job, res, ret, ret_go_on, err);
	return compile_beside(job, res, ret, ret_go_on, err);
}

int cx_compiler_build(struct cx_compiler *compiler, struct cx_job *job, struct cx_result *res,
		      struct cx_artifact *ret, bool *ret_go_on, struct cx_error *err)
{
	int done = build(compiler, job, res, ret, ret_go_on, err);
	if (done != 0 || !*ret_go_on || cx_artifact_restore(ret, &job->slot, err) == 0)
		return done;
	cx_artifact_done(ret);
	return -1;
}
