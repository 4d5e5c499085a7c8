/*
 * How a request comes by its sandbox and leaves it: options and names are chosen, a slot is leased, a guardian started,
 * the files written. job.c is what happens in between.
 */
#include <stdio.h>
#include <string.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "sandbox/namespaces.h"
#include "stage/job_parts.h"
#include "stage/workspace.h"

/* ---- the sources ---- */

static int name_main_source(struct cx_job *job, struct cx_error *err)
{
	const char *given = job->req->files[job->req->main_file].name;
	cleanup_free char *name = NULL;
	if (!given) {
		struct cx_expansion with =
			cx_job_expansion(job, &job->lang->run.memory, job->req->limits.memory_bytes);
		if (cx_template_expand(job->lang->source, &with, &name, err) < 0)
			return -1;
	}
	return cx_strings_add(&job->sources, given ? given : name) < 0 ? cx_fail_oom(err) : 0;
}

static int name_sources(struct cx_job *job, struct cx_error *err)
{
	const struct cx_request *req = job->req;
	if (name_main_source(job, err) < 0)
		return -1;
	const char *main_name = job->sources.items[0];
	for (size_t i = 0; i < req->files_len; i++) {
		const char *name = req->files[i].name;
		if (i == req->main_file)
			continue;
		if (!strcmp(name, main_name)) {
			char field[64];
			snprintf(field, sizeof(field), "files[%zu].name", i - (req->files[0].name == NULL));
			return cx_fail_field(err, field, "%.100s is the name that `code` gets", name);
		}
		if (cx_language_is_source(job->lang, name) && cx_strings_add(&job->sources, name) < 0)
			return cx_fail_oom(err);
	}
	return 0;
}

int cx_job_write_files(struct cx_job *job, struct cx_error *err)
{
	const struct cx_request *req = job->req;
	for (size_t i = 0; i < req->files_len; i++) {
		const char *name = i == req->main_file ? job->sources.items[0] : req->files[i].name;
		if (cx_workspace_write(&job->slot, CX_SLOT_WORK, name, &req->files[i].content, err) < 0)
			return -1;
	}
	return 0;
}

/* ---- the job ---- */

void cx_job_forget(struct cx_job *job)
{
	cx_waiting_guest_close(&job->guest.waiting);
	cx_close(&job->guest.ruleset_fd);
	cx_strings_done(&job->guest.argv);
	cx_strings_done(&job->guest.environment);
	cx_strings_done(&job->option_values);
	cx_strings_done(&job->variable_values);
	cx_strings_done(&job->sources);
	cx_view_done(&job->view);
}

int cx_job_open_view(struct cx_job *job, struct cx_error *err)
{
	if (cx_view_open(&job->lang->readable, &job->view, err) < 0)
		return -1;
	job->view.moved_from = job->lang->directory;
	job->view.moved_to = cx_namespaces_data;
	if (!job->lang->prelude.make.steps_len || !job->host->prelude_bytes)
		return 0;
	snprintf(job->view.shelf, sizeof(job->view.shelf), "%s/%s", job->host->state.path, CX_VIEW_SHELF);
	return cx_host_make_shelf(job->host, err);
}

int cx_job_choose(struct cx_job *job, struct cx_error *err)
{
	const struct cx_request *req = job->req;
	if (cx_language_choose_options(job->lang, req, &job->option_values, err) < 0)
		return -1;
	if (req->files_len == 0)
		return 0; /* asking a toolchain for its version takes no source */
	if (cx_language_read_variables(job->lang, &req->files[req->main_file].content, &job->variable_values,
				       err) < 0)
		return -1;
	return name_sources(job, err);
}

/* One that was started ahead, if there is one, and it lives. */
static bool take_guardian(struct cx_job *job)
{
	struct cx_host *host = job->host;
	struct cx_error dead;
	if (host->ahead.pid < 0 || !host->namespaced)
		return false;
	job->guardian = host->ahead;
	host->ahead = (struct cx_guardian)CX_GUARDIAN_NONE;
	if (cx_guardian_settle(&job->guardian, &job->slot, host->filter, &job->view, &dead) == 0)
		return true;
	cx_guardian_release(&job->guardian);
	return false;
}

/* Where namespaces are denied, it is awaiting it that goes on without. */
int cx_job_start_guardian(struct cx_job *job, struct cx_error *err)
{
	const struct cx_host *host = job->host;
	const struct cx_view *view = host->namespaced ? &job->view : NULL;
	if (take_guardian(job))
		return 0;
	if (job->server && cx_fork_server_guardian(job->server, &job->slot, host->filter, view,
						   &job->guardian, &job->denied) == 0)
		return 0;
	/* A server that is dead says nothing of the host. */
	job->server = NULL;
	if (cx_guardian_start(&job->slot, host->filter, view, &job->guardian, &job->denied) == 0)
		return 0;
	*err = job->denied;
	return host->namespaced ? 0 : -1;
}

/* With namespaces if the host grants them; where it does not, that is known from then on. */
int cx_job_await_guardian(struct cx_job *job, struct cx_error *err)
{
	struct cx_host *host = job->host;
	if (job->settled)
		return 0;
	int ready = -1;
	if (job->guardian.pid < 0)
		*err = job->denied;
	else
		ready = cx_guardian_await(&job->guardian, err);
	if (ready < 0 && host->namespaced && err->code == CX_EUNAVAILABLE) {
		cx_host_without_namespaces(host);
		if (cx_host_check_floor(host, err) < 0 || cx_job_start_guardian(job, err) < 0)
			return -1;
		ready = cx_guardian_await(&job->guardian, err);
	}
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		job->paths[i] = host->namespaced ? cx_namespaces_dirs[i] : job->slot.path[i];
	job->settled = ready == 0;
	cx_timings_lap(&job->timings, CX_TIME_GUARDIAN);
	return ready;
}

/* In a slot that is leased and empty. The guardian builds its world while we write files. */
static int begin(struct cx_job *job, struct cx_error *err)
{
	job->slot.cgroup.root = job->host->cgroup.version ? &job->host->cgroup : NULL;
	if (cx_job_start_guardian(job, err) < 0)
		return -1;
	if (cx_job_write_files(job, err) < 0)
		return -1;
	cx_timings_lap(&job->timings, CX_TIME_FILES);
	return 0;
}

int cx_job_plan(struct cx_host *host, const struct cx_language *lang, const struct cx_request *req,
		struct cx_job *ret, struct cx_error *err)
{
	*ret = (struct cx_job){ .host = host,
				.lang = lang,
				.req = req,
				.guardian = CX_GUARDIAN_NONE,
				.guest = CX_JOB_GUEST_NONE };
	cx_timings_start(&ret->timings);
	if (cx_job_open_view(ret, err) == 0 && cx_job_choose(ret, err) == 0)
		return 0;
	cx_job_forget(ret);
	return -1;
}

static int lease(struct cx_job *job, struct cx_error *err)
{
	const struct cx_host *host = job->host;
	if (host->spare)
		return cx_slot_lease_place(&host->state, host->slots, host->first_uid, &job->slot, err);
	return cx_slot_lease(&host->state, host->slots, host->first_uid, host->queue_us, job->req->cancel_fd,
			     &job->slot, err);
}

int cx_job_open(struct cx_host *host, const struct cx_language *lang, const struct cx_request *req,
		struct cx_job *ret, struct cx_error *err)
{
	if (cx_job_plan(host, lang, req, ret, err) < 0)
		return -1;
	if (lease(ret, err) < 0) {
		cx_job_forget(ret);
		return -1;
	}
	cx_timings_lap(&ret->timings, CX_TIME_LEASE);
	if (begin(ret, err) < 0) {
		cx_job_close(ret);
		return -1;
	}
	return 0;
}

int cx_job_open_in(struct cx_slot *slot, struct cx_host *host, const struct cx_language *lang,
		   const struct cx_request *req, struct cx_job *ret, struct cx_error *err)
{
	if (cx_job_plan(host, lang, req, ret, err) < 0)
		return -1;
	if (cx_slot_renew(slot, err) < 0) {
		cx_job_forget(ret);
		return -1;
	}
	ret->slot = *slot;
	if (begin(ret, err) < 0) {
		cx_job_leave(ret, slot);
		return -1;
	}
	return 0;
}

int cx_job_renew(struct cx_job *job, struct cx_error *err)
{
	const struct cx_host *host = job->host;
	/* Where a guest has our own uid and our /proc, it gets a guardian that no other guest has seen. */
	bool alone = host->namespaced || job->slot.own_uid;
	if (!job->settled || job->unsound || job->guardian.pid < 0 || !host->filter || !alone ||
	    cx_guardian_has_news(&job->guardian))
		return cx_fail(err, CX_EUNAVAILABLE, "this sandbox serves once");
	if (job->guest.waiting.job_fd < 0) {
		cx_strings_done(&job->guest.argv);
		cx_strings_done(&job->guest.environment);
	}
	cx_strings_done(&job->option_values);
	cx_strings_done(&job->variable_values);
	cx_strings_done(&job->sources);
	job->req = NULL;
	return cx_slot_empty(&job->slot) < 0
		       ? cx_fail_errno(err, CX_ESANDBOX, "cannot empty %s", job->slot.home)
		       : 0;
}

int cx_job_again(struct cx_job *job, struct cx_error *err)
{
	const struct cx_request *req = job->req;
	int done = cx_job_renew(job, err);
	job->req = req;
	if (done < 0 || cx_job_choose(job, err) < 0)
		return -1;
	return cx_job_write_files(job, err);
}

int cx_job_open_beside(const struct cx_job *job, struct cx_job *ret, struct cx_error *err)
{
	struct cx_host *host = job->host;
	*ret = (struct cx_job){ .host = host,
				.lang = job->lang,
				.req = job->req,
				.guardian = CX_GUARDIAN_NONE,
				.guest = CX_JOB_GUEST_NONE };
	if (cx_job_open_view(ret, err) < 0 || cx_job_choose(ret, err) < 0 ||
	    cx_slot_lease_place(&host->state, host->slots, host->first_uid, &ret->slot, err) < 0) {
		cx_job_forget(ret);
		return -1;
	}
	if (begin(ret, err) < 0) {
		cx_job_close(ret);
		return -1;
	}
	return 0;
}

void cx_job_leave(struct cx_job *job, struct cx_slot *ret_slot)
{
	/* What stays in the way of the next lease is told there. */
	if (job->guardian.pid < 0)
		(void)cx_slot_sweep(&job->slot); /* no guardian, no guest: only our own files */
	else if (cx_guardian_release(&job->guardian) < 0)
		(void)cx_slot_clear(&job->slot);
	*ret_slot = job->slot;
	cx_job_forget(job);
}

void cx_job_close(struct cx_job *job)
{
	struct cx_slot slot;
	cx_job_leave(job, &slot);
	cx_slot_release(&slot);
}
