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
	CALM_US = SECOND_US,
	HOME_MAX_GUESTS = 5000,
	HURRY_US = 20 * 1000,	   /* a request that comes so soon finds no runtime ready, whatever it is */
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
static bool is_ready(struct cx_job_guest *guest)
{
	char byte;
	struct pollfd event = { .fd = guest->waiting.job_fd, .events = POLLIN };
	int ready = poll(&event, 1, 0);
	if (ready == 0) {
		ready = poll(&event, 1, READY_MS);
		guest->late_us = cx_now_us();
	}
	return ready > 0 && read(event.fd, &byte, 1) == 1;
}

bool cx_job_guest_fits(struct cx_job *job, const struct cx_step *step)
{
	if (job->guest.waiting.job_fd < 0)
		return false;
	if (step->rule != &job->lang->run)
		job->cold_why = "another stage";
	else if (!starts_the_same(job, step->limits))
		job->cold_why = "options or memory";
	else if (!is_ready(&job->guest))
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

/* ---- its guest ---- */

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
	cleanup_strings struct cx_strings environment = { 0 };
	if (expand(job, warm->bounds->def.memory_bytes, &job->guest.argv, &job->guest.environment, err) < 0)
		return -1;
	if (job->host->landlock_abi && job->guest.ruleset_fd < 0 &&
	    cx_view_ruleset(&job->view, job->host->landlock_abi, &job->slot, false, &job->guest.ruleset_fd,
			    err) < 0)
		return -1;
	if (rule->warm.fork && name_command(job, &command, err) < 0)
		return -1;
	job->guest.late_us = 0;
	job->guest.hurried = warm->hurried && !rule->warm.fork;
	if (cx_strings_copy(&environment, &job->guest.environment) < 0 ||
	    (job->guest.hurried && cx_strings_add(&environment, "CODEX_HURRY=1") < 0))
		return cx_fail_oom(err);
	/* With what most requests bring, which then is there already. */
	if (cx_job_begin_cgroup(job, &warm->bounds->def, err) < 0)
		return -1;
	struct cx_plan plan = {
		.argv = rule->warm.fork ? &command : &job->guest.argv,
		.environment = &environment,
		.rlimits = cx_job_rlimits(job, rule, max),
		.ruleset_fd = job->guest.ruleset_fd,
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

/* ---- sandboxes that stay ---- */

static void close_home(struct cx_home *home)
{
	if (home->there)
		cx_job_close(&home->job);
	home->there = false;
}

/* What has served: it is somebody's home again, or is taken down. */
static void take_leave(struct cx_warm *warm)
{
	struct cx_job *job = &warm->leaving;
	struct cx_home *home = &warm->homes[job->home.turn];
	struct cx_error once;
	if (!warm->spent)
		return;
	warm->spent = false;
	if (job->lang != warm->wanted || job->home.guests == 0 || job->home.guests >= HOME_MAX_GUESTS ||
	    home->there || cx_job_renew(job, &once) < 0) {
		cx_job_close(job);
		return;
	}
	home->job = *job;
	home->there = true;
}

/* One whose guardian is a copy of this server: of the same, not of one that came before it. */
static bool enter_home(struct cx_warm *warm, const struct cx_fork_server *server, struct cx_job *ret)
{
	struct cx_home *home = &warm->homes[warm->servers.turn];
	uint64_t server_born_us = server ? server->born_us : 0;
	if (home->there &&
	    (home->job.lang != warm->wanted || home->job.home.server_born_us != server_born_us ||
	     cx_guardian_has_news(&home->job.guardian)))
		close_home(home);
	if (!home->there)
		return false;
	*ret = home->job;
	home->there = false;
	return true;
}

/* ---- parking ---- */

static int open_home(struct cx_warm *warm, struct cx_host *host, struct cx_fork_server *server,
		     struct cx_job *ret, struct cx_error *err)
{
	*ret = (struct cx_job){ .host = host,
				.lang = warm->wanted,
				.guardian = CX_GUARDIAN_NONE,
				.server = server,
				.guest = CX_JOB_GUEST_NONE };
	if (cx_job_open_view(ret, err) < 0 ||
	    cx_slot_lease_place(&host->state, host->slots, host->first_uid, &ret->slot, err) < 0) {
		cx_job_forget(ret);
		return -1;
	}
	ret->slot.cgroup.root = host->cgroup.version ? &host->cgroup : NULL;
	if (cx_job_start_guardian(ret, err) < 0 || cx_job_await_guardian(ret, err) < 0) {
		cx_job_close(ret);
		return -1;
	}
	ret->home.turn = warm->servers.turn;
	ret->home.server_born_us = ret->server ? ret->server->born_us : 0;
	ret->server = NULL;
	return 0;
}

static int park(struct cx_warm *warm, struct cx_host *host, struct cx_fork_server *server,
		struct cx_error *err)
{
	struct cx_job *job = &warm->job;
	if (!enter_home(warm, server, job) && open_home(warm, host, server, job, err) < 0)
		return -1;
	bool guest = has_guest(warm, job->lang) && (job->home.server_born_us || !job->lang->run.warm.fork);
	bool waits = job->guest.waiting.job_fd >= 0;
	if (guest && !waits && park_guest(warm, job, err) < 0) {
		cx_job_close(job);
		return -1;
	}
	if (server)
		server->guests++;
	job->home.guests++;
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

static uint64_t rest(struct cx_warm *warm, struct cx_host *host)
{
	struct cx_error ignored;
	if (!warm->on)
		return UINT64_MAX;
	take_leave(warm);
	for (int i = 0; i < CX_SERVERS; i++)
		if (warm->homes[i].there && warm->homes[i].job.lang != warm->wanted)
			close_home(&warm->homes[i]);
	uint64_t now_us = cx_now_us();
	if (warm->parked && (warm->job.lang != warm->wanted || cx_guardian_has_news(&warm->job.guardian) ||
			     now_us - warm->parked_us > MAX_AGE_US))
		give_up(warm, "recycled");
	/* Nobody has come: there is time to get ready as a whole. */
	if (warm->parked && warm->job.guest.hurried && now_us - warm->parked_us > CALM_US) {
		give_up(warm, "recycled");
		warm->hurried = false;
	}
	if (!warm->wanted || cx_host_check_floor(host, &ignored) < 0)
		return UINT64_MAX;
	struct cx_fork_server *server = NULL;
	if (warm->wanted->run.warm.fork && has_guest(warm, warm->wanted)) {
		bool settled = cx_servers_tend(&warm->servers, host, warm->wanted);
		server = warm->parked ? NULL : cx_servers_next(&warm->servers);
		if (!server && !settled)
			return SERVER_LOOK_US;
	}
	if (now_us >= warm->retry_us) {
		bool failed = !warm->parked && park(warm, host, server, &ignored) < 0;
		bool often = warm->wanted_times >= CX_WARM_WANTED_OFTEN;
		if (cx_compiler_tend(&warm->compiler, host, warm->wanted, often ? warm->memory_bytes : 0,
				     warm->wanted_times && has_guest(warm, warm->wanted), &ignored) < 0)
			failed = true;
		warm->pause_us = !failed ? 0 : warm->pause_us ? 2 * warm->pause_us : SECOND_US;
		if (warm->pause_us > MAX_PAUSE_US)
			warm->pause_us = MAX_PAUSE_US;
		warm->retry_us = cx_now_us() + warm->pause_us;
		warm->why = failed ? "could not be parked" : NULL;
	}
	if (warm->parked && warm->job.guest.hurried)
		return CALM_US + HURRY_US;
	return warm->parked ? MAX_AGE_US + SECOND_US : MAX_PAUSE_US;
}

uint64_t cx_warm_rest(struct cx_warm *warm, struct cx_host *host)
{
	uint64_t next_us = rest(warm, host);
	warm->rested_us = cx_now_us();
	return next_us;
}

void cx_warm_done(struct cx_warm *warm)
{
	if (warm->spent)
		cx_job_close(&warm->leaving);
	warm->spent = false;
	give_up(warm, NULL);
	for (int i = 0; i < CX_SERVERS; i++)
		close_home(&warm->homes[i]);
	cx_servers_stop(&warm->servers);
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
	uint64_t soon_us = warm->needs_us > HURRY_US ? warm->needs_us : HURRY_US;
	warm->hurried = cx_now_us() - warm->rested_us < soon_us;
	const char *why = warm->why ? warm->why : "nothing was parked";
	if (warm->wanted == lang) {
		warm->wanted_times += warm->wanted_times < CX_WARM_WANTED_OFTEN;
	} else {
		warm->wanted = lang;
		warm->wanted_times = 0;
		warm->needs_us = 0;
	}
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
	if (job->guest.late_us && !job->guest.hurried)
		warm->needs_us = job->guest.late_us - warm->parked_us;
	if (!warm->on || warm->spent) {
		cx_job_close(job);
		return;
	}
	cx_close(&job->slot.permit_fd);
	warm->leaving = *job;
	warm->spent = true;
}
