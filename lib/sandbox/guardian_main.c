/*
 * The guardian's own life: wait for an order or for the end of a child, whichever comes first. It blocks
 * all signals, hears of its children through a signalfd, and ends when the control socket does.
 */
#include <errno.h>
#include <limits.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "base/proc.h"
#include "sandbox/guardian_parts.h"
#include "sandbox/kill.h"
#include "sandbox/namespaces.h"
#include "sandbox/spawn.h"

void cx_guardian_report(struct guardian *g, const struct cx_guardian_report *what)
{
	/* When nobody listens any more, the end of file that follows says what to do. */
	if (send(g->control_fd, what, sizeof(*what), MSG_NOSIGNAL) < 0)
		return;
}

static void report_failure(struct guardian *g, const struct cx_error *err)
{
	struct cx_guardian_report message = { .type = CX_GUARDIAN_FAILED, .as.error = *err };
	cx_guardian_report(g, &message);
}

static uint64_t timeval_us(struct timeval t)
{
	return (uint64_t)t.tv_sec * 1000000 + (uint64_t)t.tv_usec;
}

/* Reap one child of the run; what it used counts with what its own reaped children used. */
static pid_t reap_one(struct guardian *g, int flags)
{
	int status;
	struct rusage usage;
	pid_t pid = wait4(-1, &status, flags | __WALL, &usage);
	if (pid <= 0)
		return pid;
	g->end.user_us += timeval_us(usage.ru_utime);
	g->end.system_us += timeval_us(usage.ru_stime);
	uint64_t rss = (uint64_t)usage.ru_maxrss * 1024;
	if (rss > g->end.max_rss_bytes)
		g->end.max_rss_bytes = rss;
	g->reaped++;
	if (pid == g->guest) {
		g->guest_reaped = true;
		g->end.wait_status = status;
		g->end.wall_us = cx_now_us() - g->started_us;
	}
	return pid;
}

static void send_kill(struct guardian *g)
{
	if (g->slot->cgroup.root && cx_cgroup_kill(&g->groups, g->slot->cgroup.name))
		return;
	/* All that is in our pid namespace, but ourselves: kill(2). */
	if (g->namespaced) {
		kill(-1, SIGKILL);
		return;
	}
	/*
	 * The group, where the guest has our own uid: it may not leave it, as setsid and setpgid are refused there.
	 * The number is still the group's: its leader is not reaped before every member has been sent the signal.
	 */
	if (g->slot->own_uid && cx_kill_uid(g->slot->uid, g->slot->killer_uid) == 0)
		return;
	kill(-g->guest, SIGKILL);
	/* Without a filter they may have left it: orphans are our own children by now. */
	pid_t children[64];
	size_t len = cx_proc_children(getpid(), 1, children, 0, sizeof(children) / sizeof(children[0]));
	for (size_t i = 0; i < len; i++)
		kill(children[i], SIGKILL);
}

/* Kill until the kernel says that no child is left. Each dead process hands its children to us, its subreaper. */
static void kill_all(struct guardian *g)
{
	enum { ROUND_US = 2000, PATIENCE_US = 10 * 1000 * 1000 };
	uint64_t deadline = cx_now_us() + PATIENCE_US;
	uint32_t before = g->reaped;
	for (;;) {
		send_kill(g);
		uint64_t round_end = cx_now_us() + ROUND_US;
		pid_t pid;
		while ((pid = reap_one(g, WNOHANG)) > 0 || (pid == 0 && cx_now_us() < round_end))
			if (pid == 0)
				usleep(50);
		if (pid < 0 || cx_now_us() > deadline) {
			g->end.all_dead = pid < 0;
			break;
		}
	}
	g->end.survivors += g->reaped - before;
}

/* What a guest used while it waited for its job is not the run's. */
static void forget_waiting(struct guardian *g)
{
	uint64_t left_us = g->waited_cpu_us;
	uint64_t *parts[] = { &g->end.user_us, &g->end.system_us };
	for (int i = 0; i < 2; i++) {
		uint64_t part_us = *parts[i] < left_us ? *parts[i] : left_us;
		*parts[i] -= part_us;
		left_us -= part_us;
	}
}

static void report_end(struct guardian *g)
{
	forget_waiting(g);
	struct cx_guardian_report message = { .type = CX_GUARDIAN_ENDED, .as.end = g->end };
	cx_close(&g->listener_fd);
	g->guest = 0;
	cx_guardian_report(g, &message);
}

static void finish_guest(struct guardian *g)
{
	/* Without killing where nobody is left, which is the common case. */
	siginfo_t info = { 0 };
	if (waitid(P_ALL, 0, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 && errno == ECHILD)
		g->end.all_dead = true;
	else
		kill_all(g);
	report_end(g);
}

/* The first process decides when a run is over. */
static void on_child(struct guardian *g)
{
	struct signalfd_siginfo info;
	while (read(g->child_fd, &info, sizeof(info)) > 0)
		;
	for (;;) {
		/* Look before reaping: while the first process is a zombie, its group's number is not given away. */
		siginfo_t child = { 0 };
		if (waitid(P_ALL, 0, &child, WEXITED | WNOHANG | WNOWAIT | __WALL) < 0 || child.si_pid == 0)
			return;
		if (child.si_pid == g->guest) {
			if (!g->slot->own_uid && !g->namespaced)
				kill(-g->guest, SIGKILL);
			while (!g->guest_reaped && reap_one(g, 0) > 0)
				;
			finish_guest(g);
			return;
		}
		reap_one(g, WNOHANG);
	}
}

static void kill_guest(struct guardian *g)
{
	if (!g->guest)
		return; /* it ended by itself, and the report is on its way */
	kill_all(g);
	g->end.survivors -= 1; /* the first process itself */
	report_end(g);
}

/* How long poll(2) may wait: for ever, unless a guest must end by itself before. */
static int patience_left_ms(const struct guardian *g)
{
	if (!g->guest || !g->patience_us)
		return -1;
	uint64_t over_us = g->started_us + g->patience_us, now_us = cx_now_us();
	if (now_us >= over_us)
		return 0;
	uint64_t left_ms = (over_us - now_us) / 1000 + 1;
	return left_ms < INT_MAX ? (int)left_ms : INT_MAX;
}

static void on_refusal(struct guardian *g)
{
	if (!cx_refusals_answer(g->listener_fd, g->filter->variant, &g->end.refusals))
		cx_close(&g->listener_fd);
}

/* Split the strings behind the header into argv and environment, each with NULL behind it. */
static int split_strings(char *at, const char *end, const struct cx_guardian_order *order, char **argv)
{
	uint32_t i = 0, total = order->argc + order->envc;
	if (order->argc == 0 || total + 2 > CX_GUARDIAN_MAX_STRINGS)
		return -1;
	for (uint32_t n = 0; n < total; n++) {
		char *nul = memchr(at, '\0', (size_t)(end - at));
		if (!nul)
			return -1;
		argv[i++] = at;
		at = nul + 1;
		if (n + 1 == order->argc)
			argv[i++] = NULL;
	}
	argv[i] = NULL;
	return 0;
}

/* Nobody but us lives here: each guest gets the numbers of the first one, and sees nothing of how many there were. */
static void restart_pids(struct guardian *g)
{
	if (g->pids_fd >= 0 && pwrite(g->pids_fd, "1", 1, 0) < 0)
		cx_close(&g->pids_fd);
}

static void start_guest(struct guardian *g, struct cx_spawn *spawn)
{
	restart_pids(g);
	g->end = (struct cx_guest_end){ 0 };
	g->reaped = 0;
	g->guest_reaped = false;
	g->started_us = cx_now_us();
	g->waited_cpu_us = 0;
	struct cx_spawn_failure failure;
	pid_t pid = cx_spawn(spawn, &g->listener_fd, &failure);
	if (pid < 0) {
		struct cx_error err;
		errno = failure.sys_errno;
		cx_fail_errno(&err, CX_ESANDBOX, "the sandbox could not %s (%.100s)", failure.step,
			      spawn->argv[0]);
		report_failure(g, &err);
		return;
	}
	g->guest = pid;
	g->end.refusals.seen = g->listener_fd >= 0;
	struct cx_guardian_report message = { .type = CX_GUARDIAN_STARTED, .as.pid = pid };
	cx_guardian_report(g, &message);
}

static uint64_t cpu_time_us(pid_t pid)
{
	clockid_t clock;
	struct timespec time;
	if (clock_getcpuclockid(pid, &clock) != 0 || clock_gettime(clock, &time) < 0)
		return 0;
	return (uint64_t)time.tv_sec * 1000000 + (uint64_t)time.tv_nsec / 1000;
}

/* Lowering takes a process of its own where guests have a uid: the guest's next child is not to be numbered behind it. */
static int lower_limits(struct guardian *g, const struct cx_rlimits *rlimits)
{
	char last[16];
	const uid_t *uid = g->slot->own_uid ? &g->slot->uid : NULL;
	ssize_t len = uid && g->pids_fd >= 0 ? pread(g->pids_fd, last, sizeof(last), 0) : 0;
	int lowered = cx_rlimits_lower(g->guest, rlimits, uid);
	int error = errno;
	if (len > 0 && pwrite(g->pids_fd, last, (size_t)len, 0) < 0)
		cx_close(&g->pids_fd);
	errno = error;
	return lowered;
}

static void begin_job(struct guardian *g, const struct cx_guardian_begin *order)
{
	struct cx_guardian_report message = { .type = CX_GUARDIAN_STARTED, .as.pid = g->guest };
	if (!g->guest)
		return; /* it has ended by itself, and the report is on its way */
	if (lower_limits(g, &order->rlimits) < 0) {
		message.type = CX_GUARDIAN_FAILED;
		cx_fail_errno(&message.as.error, CX_ESANDBOX,
			      "the sandbox could not lower the limits of a program that waited");
	}
	g->patience_us = order->patience_us;
	g->waited_cpu_us = cpu_time_us(g->guest);
	g->started_us = cx_now_us();
	cx_guardian_report(g, &message);
}

static void obey(struct guardian *g, char *message, size_t len, int *fds, size_t fds_len)
{
	static const char garbled[] = "the guardian got an order that it cannot read";
	struct cx_guardian_order order;
	struct cx_error err;
	char *strings[CX_GUARDIAN_MAX_STRINGS];
	if (len >= sizeof(order.type) &&
	    memcmp(message, &(enum cx_guardian_message){ CX_GUARDIAN_KILL }, sizeof(order.type)) == 0) {
		kill_guest(g);
		return;
	}
	struct cx_guardian_begin begin;
	if (len == sizeof(begin) &&
	    memcmp(message, &(enum cx_guardian_message){ CX_GUARDIAN_BEGIN }, sizeof(begin.type)) == 0) {
		memcpy(&begin, message, sizeof(begin));
		begin_job(g, &begin);
		return;
	}
	if (len < sizeof(order)) {
		cx_fail(&err, CX_EINTERNAL, garbled);
		report_failure(g, &err);
		return;
	}
	memcpy(&order, message, sizeof(order));
	size_t job_at = order.landlock ? 4 : 3, cgroup_at = job_at + order.job;
	size_t expected = cgroup_at + order.cgroup_doors;
	if (order.type != CX_GUARDIAN_SPAWN || fds_len != expected || (order.fork && !g->agent) ||
	    split_strings(message + sizeof(order), message + len, &order, strings) < 0) {
		cx_fail(&err, CX_EINTERNAL, garbled);
		report_failure(g, &err);
		return;
	}
	struct cx_spawn spawn = {
		.argv = strings,
		.environment = strings + order.argc + 1,
		.rlimits = order.rlimits,
		.stdio = { fds[0], fds[1], fds[2] },
		.made = order.made,
		.agent = order.fork ? g->agent : NULL,
		.job_fd = order.job ? fds[job_at] : -1,
		.cwd_fd = g->work_fd,
		.ruleset_fd = order.landlock ? fds[3] : -1,
		.filter = g->filter,
		.own_uid = g->slot->own_uid,
		.uid = g->slot->uid,
		.namespaced = g->namespaced,
		.cgroup_version = order.cgroup_version,
		.listen = g->filter && g->can_listen,
	};
	for (size_t i = 0; i < CX_CGROUP_PARTS; i++)
		spawn.cgroup_doors[i] = i < order.cgroup_doors ? fds[cgroup_at + i] : -1;
	g->patience_us = order.patience_us;
	start_guest(g, &spawn);
}

ssize_t cx_guardian_hear(struct guardian *g, char *buffer, int fds[CX_GUARDIAN_FDS], size_t *ret_fds_len)
{
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int) * CX_GUARDIAN_FDS)];
	} control;
	struct iovec iov = { buffer, CX_GUARDIAN_MAX_MESSAGE };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)
	};
	*ret_fds_len = 0;
	ssize_t n = recvmsg(g->control_fd, &msg, MSG_CMSG_CLOEXEC);
	struct cmsghdr *cmsg = n > 0 ? CMSG_FIRSTHDR(&msg) : NULL;
	if (cmsg && cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS) {
		*ret_fds_len = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		memcpy(fds, CMSG_DATA(cmsg), *ret_fds_len * sizeof(int));
	}
	return n;
}

/* False at end of file: we are alone. */
static bool on_control(struct guardian *g, char *buffer)
{
	int fds[CX_GUARDIAN_FDS];
	size_t fds_len;
	ssize_t n = cx_guardian_hear(g, buffer, fds, &fds_len);
	if (n < 0 && errno == EINTR)
		return true;
	if (n <= 0)
		return false;
	obey(g, buffer, (size_t)n, fds, fds_len);
	for (size_t i = 0; i < fds_len; i++)
		close(fds[i]);
	return true;
}

static void adopt(struct guardian *g)
{
	sigset_t children;
	sigemptyset(&children);
	sigaddset(&children, SIGCHLD);
	g->child_fd = signalfd(-1, &children, SFD_CLOEXEC | SFD_NONBLOCK);
	if (g->child_fd < 0 || prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) < 0)
		_exit(1);
}

static void sweep(struct guardian *g)
{
	struct cx_guardian_report message = { .type = CX_GUARDIAN_SWEPT };
	if (cx_slot_sweep(g->slot) == 0)
		cx_guardian_report(g, &message);
}

_Noreturn void cx_guardian_main(const struct cx_guardian_birth *birth)
{
	struct cx_slot own;
	struct guardian g = { .control_fd = birth->control_fd,
			      .slot = &own,
			      .groups = CX_CGROUP_ROOT_NONE,
			      .filter = birth->filter,
			      .agent = birth->agent,
			      .namespaced = birth->namespaced,
			      .listener_fd = -1,
			      .can_listen = cx_spawn_can_listen(),
			      .work_fd = -1,
			      .pids_fd = -1 };
	char *buffer = malloc(CX_GUARDIAN_MAX_MESSAGE);
	if (!buffer)
		_exit(1);
	cx_guardian_be_born(&g, birth, &own, buffer);
	adopt(&g);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0); /* our memory and descriptors are closed to our own uid, too */
	bool more = true;
	while (more) {
		struct pollfd events[] = { { .fd = g.child_fd, .events = POLLIN },
					   { .fd = g.control_fd, .events = POLLIN },
					   { .fd = g.listener_fd, .events = POLLIN } };
		int ready = poll(events, 3, patience_left_ms(&g));
		if (ready == 0)
			kill_guest(&g); /* our master may be waiting for something that the guest holds */
		if (ready <= 0)
			continue;
		/* First: the listener may be gone once the others have been served. */
		if (events[2].revents & POLLIN)
			on_refusal(&g);
		else if (events[2].revents)
			cx_close(
				&g.listener_fd); /* all are at their end: it would say so until they are gone */
		if (events[0].revents)
			on_child(&g);
		if (events[1].revents)
			more = on_control(&g, buffer);
	}
	if (g.guest)
		kill_all(&g);
	sweep(&g);
	_exit(0);
}
