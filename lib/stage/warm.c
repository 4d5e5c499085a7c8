#include "stage/warm.h"

#include <poll.h>
#include <string.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "sandbox/namespaces.h"
#include "stage/job_parts.h"

enum {
	SECOND_US = 1000 * 1000,
	MAX_AGE_US = 300 * SECOND_US,
	SERVER_MAX_AGE_US = 600 * SECOND_US,
	SERVER_MAX_GUARDIANS = 500,
	SERVER_LOOK_US = 5 * 1000, /* while it starts */
	MAX_PAUSE_US = 60 * SECOND_US,
	READY_MS = 2000, /* as long as a slow start takes; after that a cold one is no later */
};

/* ---- whether it is of use ---- */

static bool strings_equal(const struct cx_strings *a, const struct cx_strings *b)
{
	bool equal = a->len == b->len;
	for (size_t i = 0; equal && i < a->len; i++)
		equal = !strcmp(a->items[i], b->items[i]);
	return equal;
}

static int expand(const struct cx_job *job, uint64_t memory_bytes, struct cx_strings *argv,
		  struct cx_strings *environment, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->run;
	struct cx_expansion with = cx_job_expansion(job, &rule->memory, memory_bytes);
	if (cx_template_expand_all(&rule->warm.argv, &with, argv, err) < 0)
		return -1;
	return cx_job_environment(job->lang, rule, &with, environment, err);
}

static bool starts_the_same(const struct cx_job *job, const struct cx_limits *limits)
{
	cleanup_strings struct cx_strings argv = { 0 };
	cleanup_strings struct cx_strings environment = { 0 };
	struct cx_error ignored;
	return expand(job, limits->memory_bytes, &argv, &environment, &ignored) == 0 &&
	       strings_equal(&argv, &job->guest.argv) && strings_equal(&environment, &job->guest.environment);
}

/* The one byte that an agent says. */
static bool is_ready(int job_fd)
{
	char byte;
	struct pollfd event = { .fd = job_fd, .events = POLLIN };
	return poll(&event, 1, READY_MS) > 0 && read(job_fd, &byte, 1) == 1;
}

bool cx_job_guest_fits(struct cx_job *job, const struct cx_step *step)
{
	if (job->guest.waiting.job_fd < 0)
		return false;
	if (step->rule != &job->lang->run)
		job->cold_why = "another stage";
	else if (!starts_the_same(job, step->limits))
		job->cold_why = "options or memory";
	else if (!is_ready(job->guest.waiting.job_fd))
		job->cold_why = "not ready";
	else
		return true;
	return false;
}

int cx_job_guest_drop(struct cx_job *job, struct cx_error *err)
{
	struct cx_guest_end end;
	if (job->guest.waiting.job_fd < 0)
		return 0;
	cx_waiting_guest_close(&job->guest.waiting);
	if (!job->cold_why)
		job->cold_why = "broken";
	if (cx_guardian_kill(&job->guardian, err) < 0)
		return -1;
	return cx_guardian_read_end(&job->guardian, &end, err);
}

/* ---- parking ---- */

/* What a fork is to call itself: the command line of a cold start, as far as it is known before the request. */
static int name_command(const struct cx_job *job, struct cx_strings *ret, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->run;
	struct cx_expansion with = cx_job_expansion(job, &rule->memory, 0);
	if (!strchr(job->lang->source, '{'))
		with.source = job->lang->source;
	return cx_template_expand_all(&rule->steps[0], &with, ret, err);
}

static int park_guest(struct cx_warm *warm, struct cx_job *job, struct cx_error *err)
{
	const struct cx_stage_rule *rule = &job->lang->run;
	const struct cx_limits *max = &warm->bounds->max;
	cleanup_strings struct cx_strings command = { 0 };
	cleanup_fd int ruleset = -1;
	if (expand(job, warm->bounds->def.memory_bytes, &job->guest.argv, &job->guest.environment, err) < 0)
		return -1;
	if (job->host->landlock_abi &&
	    cx_view_ruleset(&job->view, job->host->landlock_abi, &job->slot, false, &ruleset, err) < 0)
		return -1;
	if (rule->warm.fork && name_command(job, &command, err) < 0)
		return -1;
	if (cx_job_begin_cgroup(job, max, err) < 0)
		return -1;
	struct cx_plan plan = {
		.argv = rule->warm.fork ? &command : &job->guest.argv,
		.environment = &job->guest.environment,
		.rlimits = cx_job_rlimits(job, rule, max),
		.ruleset_fd = ruleset,
		.fork = rule->warm.fork,
	};
	return cx_supervise_park(&job->guardian, &job->slot, &plan, &job->guest.waiting, err);
}

static bool has_guest(const struct cx_warm *warm, const struct cx_language *lang)
{
	const struct cx_warm_rule *rule = &lang->run.warm;
	/* A compiler that stays saves more, so it comes first. */
	uint64_t left = warm->memory_bytes - cx_compiler_memory(lang, warm->memory_bytes);
	return rule->argv.len && rule->memory_bytes <= left;
}

/* ---- fork servers ---- */

static void stop_servers(struct cx_warm *warm)
{
	for (int i = 0; i < CX_WARM_SERVERS; i++)
		cx_fork_server_stop(&warm->servers[i]);
	warm->served = NULL;
}

static int start_server(struct cx_warm *warm, struct cx_host *host, struct cx_fork_server *server,
			struct cx_error *err)
{
	cleanup_strings struct cx_strings argv = { 0 };
	cleanup_strings struct cx_strings environment = { 0 };
	struct cx_job job = { .host = host, .lang = warm->wanted };
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		job.paths[i] = cx_namespaces_dirs[i];
	struct cx_expansion with = cx_job_expansion(&job, &job.lang->run.memory, 0);
	with.data = NULL; /* it sees the host, not the view */
	if (cx_template_expand_all(&job.lang->run.warm.argv, &with, &argv, err) < 0 ||
	    cx_job_environment(job.lang, &job.lang->run, &with, &environment, err) < 0)
		return -1;
	return cx_fork_server_start(&argv, &environment, server, err);
}

/* Old, or of another language; not both at once, so that one is always there. */
static void recycle_servers(struct cx_warm *warm)
{
	uint64_t now_us = cx_now_us();
	if (warm->served != warm->wanted)
		stop_servers(warm);
	warm->served = warm->wanted;
	for (int i = 0; i < CX_WARM_SERVERS; i++) {
		struct cx_fork_server *server = &warm->servers[i], *other = &warm->servers[!i];
		if (server->ready && other->ready &&
		    (server->guardians >= SERVER_MAX_GUARDIANS ||
		     now_us - server->born_us > SERVER_MAX_AGE_US)) {
			cx_fork_server_stop(server);
			return;
		}
	}
}

/* Keep them running. False: one is just starting, and there may be more to park soon. */
static bool tend_servers(struct cx_warm *warm, struct cx_host *host)
{
	struct cx_error ignored;
	bool starting = false, failed = false;
	recycle_servers(warm);
	for (int i = 0; i < CX_WARM_SERVERS; i++) {
		struct cx_fork_server *server = &warm->servers[i];
		bool was_there = server->pid > 0;
		int ready = cx_fork_server_look(server);
		failed = failed || (was_there && ready < 0);
		if (ready < 0 && !failed && cx_now_us() >= warm->servers_retry_us)
			failed = start_server(warm, host, server, &ignored) < 0;
		starting = starting || (server->pid && !server->ready);
	}
	if (failed) {
		warm->servers_pause_us = warm->servers_pause_us ? 2 * warm->servers_pause_us : SECOND_US;
		if (warm->servers_pause_us > MAX_PAUSE_US)
			warm->servers_pause_us = MAX_PAUSE_US;
		warm->servers_retry_us = cx_now_us() + warm->servers_pause_us;
	}
	return !starting;
}

/* The next one that is ready, in turn; NULL: none is. */
static struct cx_fork_server *next_server(struct cx_warm *warm)
{
	for (unsigned i = 1; i <= CX_WARM_SERVERS; i++) {
		unsigned turn = (warm->turn + i) % CX_WARM_SERVERS;
		if (warm->servers[turn].ready) {
			warm->turn = turn;
			return &warm->servers[turn];
		}
	}
	return NULL;
}

static int start(struct cx_warm *warm, struct cx_host *host, struct cx_job *job, struct cx_error *err)
{
	job->slot.cgroup.root = host->cgroup.version ? &host->cgroup : NULL;
	if (cx_job_start_guardian(job, err) < 0 || cx_job_await_guardian(job, err) < 0)
		return -1;
	bool guest = has_guest(warm, job->lang) && (job->server || !job->lang->run.warm.fork);
	int parked = guest ? park_guest(warm, job, err) : 0;
	job->server = NULL;
	return parked;
}

static int park(struct cx_warm *warm, struct cx_host *host, struct cx_fork_server *server,
		struct cx_error *err)
{
	struct cx_job *job = &warm->job;
	*job = (struct cx_job){ .host = host,
				.lang = warm->wanted,
				.guardian = CX_GUARDIAN_NONE,
				.server = server,
				.guest = CX_JOB_GUEST_NONE };
	if (cx_job_open_view(job, err) < 0 ||
	    cx_slot_lease_place(&host->state, host->slots, host->first_uid, &job->slot, err) < 0) {
		cx_job_forget(job);
		return -1;
	}
	if (start(warm, host, job, err) < 0) {
		cx_job_close(job);
		return -1;
	}
	warm->parked = true;
	warm->parked_us = cx_now_us();
	return 0;
}

static void give_up(struct cx_warm *warm, const char *why)
{
	if (warm->parked)
		cx_job_close(&warm->job);
	warm->parked = false;
	warm->why = why;
}

uint64_t cx_warm_rest(struct cx_warm *warm, struct cx_host *host)
{
	struct cx_error ignored;
	if (!warm->on)
		return UINT64_MAX;
	if (warm->spent)
		cx_job_close(&warm->leaving);
	warm->spent = false;
	uint64_t now_us = cx_now_us();
	if (warm->parked && (warm->job.lang != warm->wanted || cx_guardian_has_news(&warm->job.guardian) ||
			     now_us - warm->parked_us > MAX_AGE_US))
		give_up(warm, "recycled");
	if (!warm->wanted || cx_host_check_floor(host, &ignored) < 0)
		return UINT64_MAX;
	struct cx_fork_server *server = NULL;
	if (warm->wanted->run.warm.fork && has_guest(warm, warm->wanted)) {
		bool settled = tend_servers(warm, host);
		server = warm->parked ? NULL : next_server(warm);
		if (!server && !settled)
			return SERVER_LOOK_US;
	}
	if (now_us >= warm->retry_us) {
		bool failed = !warm->parked && park(warm, host, server, &ignored) < 0;
		bool often = warm->wanted_times >= CX_WARM_WANTED_OFTEN;
		if (cx_compiler_tend(&warm->compiler, host, warm->wanted, often ? warm->memory_bytes : 0,
				     has_guest(warm, warm->wanted), &ignored) < 0)
			failed = true;
		warm->pause_us = !failed ? 0 : warm->pause_us ? 2 * warm->pause_us : SECOND_US;
		if (warm->pause_us > MAX_PAUSE_US)
			warm->pause_us = MAX_PAUSE_US;
		warm->retry_us = cx_now_us() + warm->pause_us;
		warm->why = failed ? "could not be parked" : NULL;
	}
	return warm->parked ? MAX_AGE_US + SECOND_US : MAX_PAUSE_US;
}

void cx_warm_done(struct cx_warm *warm)
{
	if (warm->spent)
		cx_job_close(&warm->leaving);
	warm->spent = false;
	give_up(warm, NULL);
	stop_servers(warm);
	cx_compiler_close(&warm->compiler);
}

/* ---- a request ---- */

/* 1: it is the request's; 0: what is parked does not do; -1: the request is to blame, or nobody. */
static int take(struct cx_warm *warm, const struct cx_request *req, struct cx_job *ret, struct cx_error *err)
{
	struct cx_host *host = warm->job.host;
	struct cx_job job = warm->job;
	cx_timings_start(&job.timings);
	job.req = req;
	job.compiler = &warm->compiler;
	job.start = CX_START_PARKED;
	job.cold_why = job.guest.waiting.job_fd < 0 ? "nothing to start warm" : NULL;
	if (cx_job_choose(&job, err) < 0 ||
	    cx_slot_permit(&host->state, host->slots, host->queue_us, req->cancel_fd, &job.slot, err) < 0) {
		cx_strings_done(&job.option_values);
		cx_strings_done(&job.variable_values);
		cx_strings_done(&job.sources);
		return -1;
	}
	warm->parked = false;
	cx_timings_lap(&job.timings, CX_TIME_LEASE);
	if (cx_job_write_files(&job, err) < 0) {
		cx_job_close(&job);
		return -1;
	}
	cx_timings_lap(&job.timings, CX_TIME_FILES);
	*ret = job;
	return 1;
}

int cx_warm_open_job(struct cx_warm *warm, struct cx_host *host, const struct cx_language *lang,
		     const struct cx_request *req, struct cx_job *ret, struct cx_error *err)
{
	const char *why = warm->why ? warm->why : "nothing was parked";
	if (warm->wanted != lang)
		warm->wanted_times = 0;
	else if (warm->wanted_times < CX_WARM_WANTED_OFTEN)
		warm->wanted_times++;
	warm->wanted = lang;
	if (warm->parked && warm->job.lang != lang)
		why = "another language";
	else if (warm->parked && cx_guardian_has_news(&warm->job.guardian))
		why = "broken";
	else if (warm->parked)
		return take(warm, req, ret, err) < 0 ? -1 : 0;
	if (cx_job_open(host, lang, req, ret, err) < 0)
		return -1;
	ret->compiler = &warm->compiler;
	ret->cold_why = warm->on ? why : NULL;
	return 0;
}

void cx_warm_close_job(struct cx_warm *warm, struct cx_job *job)
{
	if (!warm->on || warm->spent) {
		cx_job_close(job);
		return;
	}
	cx_close(&job->slot.permit_fd);
	warm->leaving = *job;
	warm->spent = true;
}
