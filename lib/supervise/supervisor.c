/*
 * One poll loop. Its events, in the order in which they are served:
 *
 *   stdout, stderr   first: the last bytes of a dying program count
 *   stdin            as much as fits, then end of file
 *   tick             usage against limits (watch.c), more often at first
 *   wall             one-shot
 *   cancel           the caller went away
 *   end              the guardian's report: everything the guest started is dead
 *
 * The first limit that is passed is the verdict; it kills, and the loop goes on until the guardian reports the end.
 */
#include "supervise/supervisor.h"

#include <errno.h>
#include <poll.h>
#include <sys/socket.h>
#include <sys/timerfd.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/fd.h"
#include "supervise/capture.h"
#include "supervise/watch.h"

enum { SPARE_US = 500 * 1000 };

struct run {
	struct cx_guardian *guardian;
	const struct cx_supervision *how;
	struct cx_watch watch;
	int stdin_fd;
	size_t fed;
	struct cx_capture out;
	struct cx_capture err;
	struct cx_buffer arrival;
	int tick_fd;
	int wall_fd;
	uint64_t spawn_us;
	struct cx_limit_hit verdict;
	bool killed;
	bool cancelled;
	bool out_of_memory; /* ours, not the guest's */
};

static void run_done(struct run *run)
{
	cx_close(&run->stdin_fd);
	cx_close(&run->tick_fd);
	cx_close(&run->wall_fd);
	cx_capture_done(&run->out);
	cx_capture_done(&run->err);
	cx_buffer_done(&run->arrival);
}
#define cleanup_run __attribute__((cleanup(run_done)))

static void kill_run(struct run *run)
{
	struct cx_error ignored;
	/* A guardian that cannot be told is dead, and what it guarded with it; its report is then an end of file. */
	if (!run->killed)
		(void)cx_guardian_kill(run->guardian, &ignored);
	run->killed = true;
}

static void convict(struct run *run, const struct cx_limit_hit *hit)
{
	if (run->killed)
		return;
	run->verdict = *hit;
	kill_run(run);
}

static int arm(int timer_fd, uint64_t us)
{
	struct itimerspec when = { .it_value = { .tv_sec = (time_t)(us / 1000000),
						 .tv_nsec = (long)(us % 1000000) * 1000 } };
	return timerfd_settime(timer_fd, 0, &when, NULL);
}

static void on_output(struct run *run, struct cx_capture *stream)
{
	if (cx_capture_read(stream) < 0) {
		run->out_of_memory = true;
		kill_run(run);
	}
	if (stream->truncated) {
		struct cx_limit_hit hit;
		cx_limit_hit_set(&hit, CX_LIMIT_OUTPUT, stream->limit, "pipe");
		convict(run, &hit);
	}
}

static void on_input(struct run *run)
{
	const struct cx_bytes *input = run->how->input;
	while (run->fed < input->len) {
		ssize_t n = write(run->stdin_fd, input->data + run->fed, input->len - run->fed);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0 && errno == EAGAIN)
			return;
		if (n < 0) /* EPIPE: the guest does not want the rest */
			break;
		run->fed += (size_t)n;
	}
	cx_close(&run->stdin_fd);
}

static void on_tick(struct run *run)
{
	uint64_t expirations;
	struct cx_limit_hit hit;
	if (read(run->tick_fd, &expirations, sizeof(expirations)) < 0)
		return;
	if (cx_watch_look(&run->watch, &hit))
		convict(run, &hit);
	else
		arm(run->tick_fd, cx_watch_interval_us(&run->watch));
}

static void on_wall(struct run *run)
{
	struct cx_limit_hit hit;
	uint64_t expirations, more_us = cx_watch_extend_us(&run->watch);
	if (more_us && read(run->wall_fd, &expirations, sizeof(expirations)) > 0 &&
	    arm(run->wall_fd, more_us) == 0)
		return;
	cx_limit_hit_set(&hit, CX_LIMIT_WALL, run->how->limits->wall_us, "timer");
	cx_close(&run->wall_fd);
	convict(run, &hit);
}

/* Serve events until the guardian reports. poll(2) passes over negative descriptors. */
static int serve(struct run *run, struct cx_guest_end *ret_end, struct cx_error *err)
{
	int cancel_fd = run->how->cancel_fd;
	for (;;) {
		enum { OUT, ERR, IN, TICK, WALL, CANCEL, END, EVENTS };
		struct pollfd ev[EVENTS] = {
			[OUT] = { .fd = run->out.fd, .events = POLLIN },
			[ERR] = { .fd = run->err.fd, .events = POLLIN },
			[IN] = { .fd = run->stdin_fd, .events = POLLOUT },
			[TICK] = { .fd = run->tick_fd, .events = POLLIN },
			[WALL] = { .fd = run->wall_fd, .events = POLLIN },
			[CANCEL] = { .fd = cancel_fd, .events = POLLIN | POLLRDHUP },
			[END] = { .fd = run->guardian->control_fd, .events = POLLIN },
		};
		if (poll(ev, EVENTS, -1) < 0) {
			if (errno == EINTR)
				continue;
			return cx_fail_errno(err, CX_EINTERNAL, "poll");
		}
		if (ev[OUT].revents)
			on_output(run, &run->out);
		if (ev[ERR].revents)
			on_output(run, &run->err);
		if (ev[IN].revents)
			on_input(run);
		if (ev[TICK].revents && !ev[END].revents) /* in the end all is looked at */
			on_tick(run);
		if (ev[WALL].revents)
			on_wall(run);
		if (ev[CANCEL].revents) {
			run->cancelled = true;
			cancel_fd = -1;
			kill_run(run);
		}
		if (ev[END].revents)
			return cx_guardian_read_end(run->guardian, ret_end, err);
	}
}

/* All writers are dead: what the pipes still hold is all there will ever be. */
static void drain(struct run *run)
{
	struct cx_capture *streams[] = { &run->out, &run->err };
	for (int i = 0; i < 2; i++) {
		int more;
		while ((more = cx_capture_read(streams[i])) > 0)
			;
		if (more < 0)
			run->out_of_memory = true;
		if (streams[i]->truncated && !run->killed)
			cx_limit_hit_set(&run->verdict, CX_LIMIT_OUTPUT, streams[i]->limit, "pipe");
	}
}

/*
 * Where we were late to look, the timer and the report are heard at once. The guardian's clock has started before our
 * timer: what it has seen to end in time has not been ended by us.
 */
static void acquit_if_in_time(struct run *run, const struct cx_guest_end *end)
{
	if (run->verdict.limit != CX_LIMIT_WALL || end->wall_us > run->how->limits->wall_us)
		return;
	run->verdict = (struct cx_limit_hit){ 0 };
	run->killed = false;
}

static int conclude(struct run *run, const struct cx_guest_end *end, struct cx_outcome *ret,
		    struct cx_error *err)
{
	acquit_if_in_time(run, end);
	drain(run);
	if (run->cancelled)
		return cx_fail(err, CX_ECANCELLED, "cancelled by the caller");
	if (run->out_of_memory)
		return cx_fail_oom(err);
	if (!end->all_dead)
		return cx_fail(err, CX_ESANDBOX,
			       "a process of the run could not be killed within 10 seconds");
	if (run->verdict.limit == CX_LIMIT_NONE)
		cx_watch_end(&run->watch, end, &run->verdict);
	struct cx_total total;
	cx_watch_total(&run->watch, end, &total);
	*ret = (struct cx_outcome){
		.hit = run->verdict,
		.ended_by_us = run->killed,
		.truncated = run->out.truncated || run->err.truncated,
		.output = cx_buffer_steal(&run->out.kept),
		.error = cx_buffer_steal(&run->err.kept),
		.combined = cx_buffer_steal(&run->arrival),
		.wait_status = end->wait_status,
		.wall_us = end->wall_us,
		.spawn_us = run->spawn_us,
		.cpu_us = total.cpu_us,
		.refusals = end->refusals,
		.memory_bytes = total.memory_bytes,
		.memory_source = total.memory_source,
	};
	return 0;
}

/* Pipes belong to the guest's uid, so that it may open /dev/stdin and its like by name. */
static int open_stdio(const struct cx_slot *slot, struct cx_pipe pipes[3], struct cx_error *err)
{
	for (int i = 0; i < 3; i++) {
		if (cx_pipe_open(&pipes[i]) < 0)
			return cx_fail_errno(err, CX_EINTERNAL, "cannot make a pipe for the guest");
		int ours = i == 0 ? pipes[i].write_fd : pipes[i].read_fd;
		int theirs = i == 0 ? pipes[i].read_fd : pipes[i].write_fd;
		if (cx_fd_nonblocking(ours) < 0 ||
		    (slot->own_uid && fchown(theirs, slot->uid, slot->uid) < 0))
			return cx_fail_errno(err, CX_EINTERNAL, "cannot prepare a pipe for the guest");
	}
	return 0;
}

static int spawn(struct cx_guardian *guardian, const struct cx_slot *slot, const struct cx_plan *plan,
		 struct cx_waiting_guest *ret, struct cx_error *err)
{
	struct cx_pipe pipes[3] = { CX_PIPE_CLOSED, CX_PIPE_CLOSED, CX_PIPE_CLOSED };
	struct cx_plan with_stdio = *plan;
	pid_t pid;
	int started = open_stdio(slot, pipes, err);
	if (started == 0) {
		with_stdio.stdin_fd = pipes[0].read_fd;
		with_stdio.stdout_fd = pipes[1].write_fd;
		with_stdio.stderr_fd = pipes[2].write_fd;
		with_stdio.cgroup = slot->cgroup.root ? &slot->cgroup : NULL;
		ret->stdin_fd = steal_fd(&pipes[0].write_fd);
		ret->stdout_fd = steal_fd(&pipes[1].read_fd);
		ret->stderr_fd = steal_fd(&pipes[2].read_fd);
		started = cx_guardian_spawn(guardian, &with_stdio, &pid, err);
	}
	for (int i = 0; i < 3; i++)
		cx_pipe_close(&pipes[i]);
	return started;
}

/* Never blocks: the socket takes all of it, or the guest is no use. */
static int send_job(int job_fd, const struct cx_bytes *job, struct cx_error *err)
{
	ssize_t sent = send(job_fd, job->data, job->len, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (sent < 0 || (size_t)sent != job->len)
		return cx_fail_errno(err, CX_ESANDBOX, "tell the program that waited what to run");
	return 0;
}

static int start(struct run *run, const struct cx_slot *slot, const struct cx_plan *plan,
		 struct cx_error *err)
{
	struct cx_waiting_guest own = CX_WAITING_GUEST_NONE, *guest = &own;
	struct cx_plan with_patience = *plan;
	uint64_t begun_us = cx_now_us();
	int started;
	/* Longer than any verdict of ours takes, where we are not held up. */
	with_patience.patience_us =
		run->how->limits->wall_us * (run->how->wait_is_free ? CX_WATCH_MAX_STRETCH : 1) + SPARE_US;
	cx_watch_start(&run->watch, run->how->limits, slot, run->guardian->pid);
	run->watch.wait_is_free = run->how->wait_is_free;
	if (run->how->waiting) {
		guest = run->how->waiting;
		cx_watch_forget(&run->watch, run->how->shared_bytes);
		started = cx_guardian_begin(run->guardian, &plan->rlimits, with_patience.patience_us, err);
		if (started == 0)
			started = send_job(guest->job_fd, run->how->job, err);
	} else {
		with_patience.job_fd = -1;
		with_patience.fork = false;
		started = spawn(run->guardian, slot, &with_patience, guest, err);
	}
	run->spawn_us = cx_now_us() - begun_us;
	run->stdin_fd = steal_fd(&guest->stdin_fd);
	run->out.fd = steal_fd(&guest->stdout_fd);
	run->err.fd = steal_fd(&guest->stderr_fd);
	cx_close(&guest->job_fd);
	return started;
}

int cx_supervise_park(struct cx_guardian *guardian, const struct cx_slot *slot, const struct cx_plan *plan,
		      struct cx_waiting_guest *ret, struct cx_error *err)
{
	int job[2];
	*ret = (struct cx_waiting_guest)CX_WAITING_GUEST_NONE;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, job) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "socketpair for a job");
	struct cx_plan waiting = *plan;
	waiting.patience_us = 0;
	waiting.job_fd = job[1];
	ret->job_fd = job[0];
	int started = spawn(guardian, slot, &waiting, ret, err);
	close(job[1]);
	if (started < 0)
		cx_waiting_guest_close(ret);
	return started;
}

void cx_waiting_guest_close(struct cx_waiting_guest *waiting)
{
	cx_close(&waiting->stdin_fd);
	cx_close(&waiting->stdout_fd);
	cx_close(&waiting->stderr_fd);
	cx_close(&waiting->job_fd);
}

int cx_supervise(struct cx_guardian *guardian, const struct cx_slot *slot, const struct cx_plan *plan,
		 const struct cx_supervision *how, struct cx_outcome *ret, struct cx_error *err)
{
	cleanup_run struct run run = {
		.guardian = guardian,
		.how = how,
		.stdin_fd = -1,
		.out = { .fd = -1, .limit = how->limits->output_bytes },
		.err = { .fd = -1, .limit = how->limits->output_bytes },
		.tick_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
		.wall_fd = timerfd_create(CLOCK_MONOTONIC, TFD_CLOEXEC | TFD_NONBLOCK),
	};
	struct cx_guest_end end;
	if (how->combined)
		run.out.arrival = run.err.arrival = &run.arrival;
	if (run.tick_fd < 0 || run.wall_fd < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "timerfd_create");
	if (start(&run, slot, plan, err) < 0)
		return -1;
	if (arm(run.wall_fd, how->limits->wall_us) < 0 ||
	    arm(run.tick_fd, cx_watch_interval_us(&run.watch)) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "timerfd_settime");
	if (serve(&run, &end, err) < 0)
		return -1;
	return conclude(&run, &end, ret, err);
}

void cx_outcome_done(struct cx_outcome *outcome)
{
	cx_bytes_done(&outcome->output);
	cx_bytes_done(&outcome->error);
	cx_bytes_done(&outcome->combined);
	*outcome = (struct cx_outcome){ 0 };
}
