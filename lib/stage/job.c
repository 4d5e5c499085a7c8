#include "stage/job.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/proc.h"
#include "base/reach.h"
#include "sandbox/namespaces.h"
#include "stage/job_parts.h"
#include "stage/workspace.h"
#include "warm/job.h"

struct cx_expansion cx_job_expansion(const struct cx_job *job, const struct cx_memory_rule *memory,
				     uint64_t memory_bytes)
{
	return (struct cx_expansion){
		.lang = job->lang,
		.source = job->sources.len ? job->sources.items[0] : "",
		.sources = &job->sources,
		.work = job->paths[CX_SLOT_WORK],
		.build = job->paths[CX_SLOT_BUILD],
		.tmp = job->paths[CX_SLOT_TMP],
		.data = job->host->namespaced ? cx_namespaces_data : NULL,
		.libexec = job->host->libexec,
		.memory_bytes = memory_bytes,
		.memory = memory,
		.cpus = job->host->cpus,
		.option_values = &job->option_values,
		.variable_values = &job->variable_values,
	};
}

/* ---- what the guest gets to see ---- */

/* Fixed and small: nothing of our own environment passes. */
int cx_job_environment(const struct cx_language *lang, const struct cx_stage_rule *rule,
		       const struct cx_expansion *with, struct cx_strings *ret, struct cx_error *err)
{
	static const char path[] = "PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
	if (cx_strings_add(ret, path) < 0 || cx_strings_addf(ret, "HOME=%s", with->work) < 0 ||
	    cx_strings_addf(ret, "TMPDIR=%s", with->tmp) < 0 || cx_strings_add(ret, "LANG=C.UTF-8") < 0)
		return cx_fail_oom(err);
	if (cx_template_expand_all(&lang->environment, with, ret, err) < 0)
		return -1;
	return cx_template_expand_all(&rule->environment, with, ret, err);
}

int cx_job_describe(const struct cx_job *job, const struct cx_stage_rule *rule, struct cx_strings *ret,
		    struct cx_error *err)
{
	struct cx_expansion with = cx_job_expansion(job, &rule->memory, rule->limits.memory_bytes);
	with.work = cx_namespaces_dirs[CX_SLOT_WORK];
	with.build = cx_namespaces_dirs[CX_SLOT_BUILD];
	with.tmp = cx_namespaces_dirs[CX_SLOT_TMP];
	for (size_t i = 0; i < rule->steps_len; i++)
		if (cx_template_expand_all(&rule->steps[i], &with, ret, err) < 0)
			return -1;
	return cx_job_environment(job->lang, rule, &with, ret, err);
}

/*
 * The kernel counts processes by uid, so what else runs under the guest's uid comes on top of its limit. In a user
 * namespace that is its guardian (since Linux 5.14 each namespace counts for itself). Under our own uid it is
 * whatever we run, here and in other containers on this kernel, which we cannot see: there the supervisor's own
 * count holds (watch.c), and this is a backstop with room.
 */
static uint64_t tasks_beside_the_run(const struct cx_job *job)
{
	enum { ROOM = 1024 };
	if (job->slot.own_uid && job->slot.cgroup.root)
		return 1; /* so that it is the cgroup that refuses, and says so */
	if (job->slot.own_uid)
		return 0;
	return job->host->namespaced ? 1 : cx_proc_count_tasks(geteuid()) + ROOM;
}

struct cx_rlimits cx_job_rlimits(const struct cx_job *job, const struct cx_stage_rule *rule,
				 const struct cx_limits *limits)
{
	uint64_t overhead = rule->memory.overhead_bytes;
	uint64_t others = tasks_beside_the_run(job);
	return (struct cx_rlimits){
		.data_bytes = overhead == UINT64_MAX ? 0 : limits->memory_bytes + overhead,
		.cpu_seconds = limits->cpu_us / 1000000 +
			       2, /* the supervisor is sooner; this one stands behind it */
		.file_bytes = limits->file_bytes,
		.files = CX_RLIMIT_FILES,
		.processes = limits->processes + others,
		.stack_bytes = CX_RLIMIT_STACK,
		.stack_max_bytes = CX_RLIMIT_STACK_MAX,
	};
}

static struct cx_cgroup_limits cgroup_limits(const struct cx_cgroup *cgroup, const struct cx_limits *limits)
{
	return (struct cx_cgroup_limits){
		.memory_bytes =
			limits->memory_bytes + (cx_cgroup_counts_files(cgroup) ? limits->disk_bytes : 0),
		.processes = limits->processes,
	};
}

int cx_job_begin_cgroup(struct cx_job *job, const struct cx_limits *limits, struct cx_error *err)
{
	struct cx_cgroup *cgroup = &job->slot.cgroup;
	struct cx_cgroup_limits wanted = cgroup_limits(cgroup, limits);
	if (!cgroup->root || cx_cgroup_begin(cgroup, &wanted, err) == 0)
		return 0;
	cx_cgroup_remove(cgroup->root, cgroup->name);
	cx_cgroup_close(cgroup);
	cgroup->root = NULL;
	cx_host_without_cgroup(job->host);
	return cx_host_check_floor(job->host, err);
}

/* Where the guest has a uid of its own, but our view of the file system, it must be able to get to its tools. */
static int check_reach(const struct cx_job *job, const struct cx_strings *argv, struct cx_error *err)
{
	size_t home = strlen(job->slot.home);
	char closed[256];
	if (!job->slot.own_uid || job->host->namespaced)
		return 0;
	for (size_t i = 0; i < argv->len; i++) {
		const char *path = argv->items[i];
		if (path[0] == '/' && strncmp(path, job->slot.home, home) != 0 &&
		    !cx_reach_by_others(path, closed, sizeof(closed)))
			return cx_fail(err, CX_EUNAVAILABLE,
				       "%.120s cannot be reached by the uid of a run, as %.80s is closed to "
				       "other users: "
				       "chmod o+x it, or make install",
				       path, closed);
	}
	return 0;
}

/* Let the next guest read one thing on the shelf. */
static void give_prelude(struct cx_job *job, const char *hex)
{
	job->view.given[0] = '\0';
	if (hex)
		snprintf(job->view.given, sizeof(job->view.given), "%s/%s", job->view.shelf, hex);
}

struct walls {
	bool prepared;
	int ruleset_fd;
};

static void walls_done(struct walls *walls)
{
	cx_close(&walls->ruleset_fd);
}

/* Of a guest that is started now. All that can be done before the guardian is ready. */
static int prepare_walls(struct cx_job *job, const struct cx_step *step, struct walls *walls,
			 struct cx_error *err)
{
	const struct cx_host *host = job->host;
	give_prelude(job, step->prelude);
	if (host->landlock_abi && cx_view_ruleset(&job->view, host->landlock_abi, &job->slot,
						  step->build_writable, &walls->ruleset_fd, err) < 0)
		return -1;
	walls->prepared = cx_job_begin_cgroup(job, step->limits, err) == 0;
	cx_timings_lap(&job->timings, CX_TIME_PREPARE);
	return walls->prepared ? 0 : -1;
}

static int supervise_cold(struct cx_job *job, const struct cx_step *step, struct walls *walls,
			  struct cx_plan *plan, const struct cx_supervision *how, struct cx_outcome *ret,
			  struct cx_error *err)
{
	if (!walls->prepared && prepare_walls(job, step, walls, err) < 0)
		return -1;
	plan->ruleset_fd = walls->ruleset_fd;
	if (check_reach(job, plan->argv, err) < 0)
		return -1;
	return cx_supervise(&job->guardian, &job->slot, plan, how, ret, err);
}

/* The guest that has waited. 1: it was of no use, and nothing has run. */
static int supervise_warm(struct cx_job *job, const struct cx_step *step, const struct cx_plan *plan,
			  const struct cx_supervision *how, struct cx_outcome *ret, struct cx_error *err)
{
	struct cx_cgroup *cgroup = &job->slot.cgroup;
	struct cx_cgroup_limits wanted = cgroup_limits(cgroup, step->limits);
	struct cx_supervision with_job = *how;
	struct cx_bytes job_message;
	struct cx_error useless;
	if (cx_warm_job_format(plan->argv, plan->environment, &job_message, err) < 0)
		return -1;
	with_job.waiting = &job->guest.waiting;
	with_job.job = &job_message;
	with_job.shared_bytes = step->rule->warm.shared_bytes;
	int done = cgroup->root && cx_cgroup_change(cgroup, &wanted, &useless) < 0 ? 1 : 0;
	cx_timings_lap(&job->timings, CX_TIME_PREPARE);
	if (done == 0)
		done = cx_supervise(&job->guardian, &job->slot, plan, &with_job, ret, err);
	cx_bytes_done(&job_message);
	if (done < 0 && job->guest.waiting.job_fd >= 0)
		return 1;
	job->start = CX_START_WARM;
	return done;
}

static bool is_made(const struct cx_job *job, const char *program)
{
	const char *build = job->paths[CX_SLOT_BUILD];
	size_t len = strlen(build);
	return !strncmp(program, build, len) && program[len] == '/';
}

int cx_job_step(struct cx_job *job, const struct cx_step *step, struct cx_outcome *ret, struct cx_error *err)
{
	static const struct cx_bytes no_input = { 0 };
	cleanup_strings struct cx_strings argv = { 0 };
	cleanup_strings struct cx_strings environment = { 0 };
	__attribute__((cleanup(walls_done))) struct walls walls = { .ruleset_fd = -1 };
	if (!job->settled &&
	    (prepare_walls(job, step, &walls, err) < 0 || cx_job_await_guardian(job, err) < 0))
		return -1;
	struct cx_expansion with = cx_job_expansion(job, &step->rule->memory, step->limits->memory_bytes);
	char prelude[sizeof(job->view.given)];
	if (step->prelude) {
		snprintf(prelude, sizeof(prelude), "%s/%s",
			 job->host->namespaced ? cx_namespaces_shelf : job->view.shelf, step->prelude);
		with.prelude = prelude;
	}
	if (cx_template_expand_all(step->argv, &with, &argv, err) < 0 ||
	    cx_job_environment(job->lang, step->rule, &with, &environment, err) < 0)
		return -1;
	if (step->args && cx_strings_copy(&argv, step->args) < 0)
		return cx_fail_oom(err);
	struct cx_plan plan = {
		.argv = &argv,
		.environment = &environment,
		.rlimits = cx_job_rlimits(job, step->rule, step->limits),
		.made = is_made(job, argv.items[0]),
		.ruleset_fd = -1,
	};
	struct cx_supervision how = {
		.limits = step->limits,
		.input = step->input ? step->input : &no_input,
		.combined = step->combined,
		.cancel_fd = job->req->cancel_fd,
		.wait_is_free = job->req->wait_is_free,
	};
	int done = 1;
	if (cx_job_guest_fits(job, step))
		done = supervise_warm(job, step, &plan, &how, ret, err);
	if (done > 0 && cx_job_guest_drop(job, err) == 0)
		done = supervise_cold(job, step, &walls, &plan, &how, ret, err);
	job->unsound = job->unsound || done != 0;
	if (done != 0)
		return -1;
	cx_timings_lap(&job->timings, CX_TIME_RUN);
	job->timings.us[CX_TIME_RUN] -= ret->spawn_us;
	job->timings.us[CX_TIME_SPAWN] += ret->spawn_us;
	return 0;
}
