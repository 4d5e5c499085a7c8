/* Our side of the control socket; guardian_main.c is the other one. */
#include "sandbox/guardian.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "sandbox/guardian_protocol.h"
#include "sandbox/namespaces.h"

static int append_strings(struct cx_buffer *message, const struct cx_strings *strings)
{
	for (size_t i = 0; i < strings->len; i++)
		if (cx_buffer_append(message, strings->items[i], strlen(strings->items[i]) + 1) < 0)
			return -1;
	return 0;
}

/* In the order of the protocol; how many. */
static size_t list_descriptors(const struct cx_plan *plan, int fds[CX_GUARDIAN_FDS])
{
	size_t len = 0;
	fds[len++] = plan->stdin_fd;
	fds[len++] = plan->stdout_fd;
	fds[len++] = plan->stderr_fd;
	if (plan->ruleset_fd >= 0)
		fds[len++] = plan->ruleset_fd;
	if (plan->job_fd >= 0)
		fds[len++] = plan->job_fd;
	for (int i = 0; plan->cgroup && i < CX_CGROUP_PARTS; i++)
		if (plan->cgroup->doors[i] >= 0)
			fds[len++] = plan->cgroup->doors[i];
	return len;
}

static int send_order(int control_fd, const struct cx_buffer *message, const int fds[CX_GUARDIAN_FDS],
		      size_t len)
{
	size_t bytes = sizeof(int) * len;
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(int) * CX_GUARDIAN_FDS)];
	} control = { 0 };
	struct iovec iov = { message->data, message->len };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = CMSG_SPACE(bytes)
	};
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(bytes);
	memcpy(CMSG_DATA(cmsg), fds, bytes);
	return sendmsg(control_fd, &msg, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

static int read_report(struct cx_guardian *guardian, struct cx_guardian_report *ret, struct cx_error *err)
{
	ssize_t n;
	do
		n = recv(guardian->control_fd, ret, sizeof(*ret), 0);
	while (n < 0 && errno == EINTR);
	if (n < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "hear from the guardian");
	if (n != sizeof(*ret))
		return cx_fail(err, CX_ESANDBOX, "the guardian process died; was it killed?");
	if (ret->type == CX_GUARDIAN_FAILED) {
		*err = ret->as.error;
		return -1;
	}
	return 0;
}

static int start(struct cx_guardian_birth *birth, struct cx_guardian *ret, struct cx_error *err)
{
	int ends[2];
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "socketpair for the guardian");
	struct cx_guardian guardian = { .control_fd = ends[0], .namespaced = birth->namespaced };
	birth->control_fd = ends[1];
	birth->uid = geteuid();
	birth->gid = getegid();
	guardian.pid = birth->namespaced ? cx_namespaces_fork(0) : fork();
	if (guardian.pid == 0)
		cx_guardian_main(birth);
	int saved = errno;
	close(ends[1]);
	errno = saved;
	*ret = guardian;
	if (guardian.pid >= 0)
		return 0;
	cx_fail_errno(err, birth->namespaced ? CX_EUNAVAILABLE : CX_ESANDBOX, "fork the guardian");
	cx_guardian_release(ret);
	return -1;
}

int cx_guardian_start(const struct cx_slot *slot, const struct cx_filter *filter, const struct cx_view *view,
		      struct cx_guardian *ret, struct cx_error *err)
{
	struct cx_guardian_birth birth = {
		.slot = slot, .filter = filter, .view = view, .namespaced = view != NULL
	};
	return start(&birth, ret, err);
}

int cx_guardian_start_ahead(struct cx_guardian *ret, struct cx_error *err)
{
	struct cx_guardian_birth birth = { .namespaced = true };
	return start(&birth, ret, err);
}

int cx_guardian_settle(struct cx_guardian *guardian, const struct cx_slot *slot,
		       const struct cx_filter *filter, const struct cx_view *view, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer message = { 0 };
	int fds[CX_GUARDIAN_FDS];
	size_t len = 0;
	struct cx_guardian_place place = {
		.type = CX_GUARDIAN_SETTLE,
		.slot = *slot,
		.cgroup_version = slot->cgroup.root ? slot->cgroup.root->version : 0,
		.filter = filter ? (int)filter->variant : -1,
		.paths = (uint32_t)view->owned.len,
	};
	fds[len++] = slot->lock_fd;
	fds[len++] = slot->dir_fd;
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		fds[len++] = slot->dirs[i];
	for (int i = 0; slot->cgroup.root && i < CX_CGROUP_PARTS; i++)
		if (slot->cgroup.root->fds[i] >= 0)
			fds[len++] = slot->cgroup.root->fds[i];
	const char *from = view->moved_from ? view->moved_from : "";
	memcpy(place.shelf, view->shelf, sizeof(place.shelf));
	if (cx_buffer_append(&message, &place, sizeof(place)) < 0 ||
	    append_strings(&message, &view->owned) < 0 ||
	    cx_buffer_append(&message, from, strlen(from) + 1) < 0)
		return cx_fail_oom(err);
	if (send_order(guardian->control_fd, &message, fds, len) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "tell the guardian its slot");
	return 0;
}

int cx_guardian_await(struct cx_guardian *guardian, struct cx_error *err)
{
	struct cx_guardian_report report;
	if (read_report(guardian, &report, err) == 0)
		return 0;
	cx_guardian_release(guardian);
	return -1;
}

int cx_guardian_spawn(struct cx_guardian *guardian, const struct cx_plan *plan, pid_t *ret_pid,
		      struct cx_error *err)
{
	cleanup_buffer struct cx_buffer message = { 0 };
	struct cx_guardian_order order = {
		.type = CX_GUARDIAN_SPAWN,
		.argc = (uint32_t)plan->argv->len,
		.envc = (uint32_t)plan->environment->len,
		.landlock = plan->ruleset_fd >= 0,
		.job = plan->job_fd >= 0,
		.made = plan->made,
		.fork = plan->fork,
		.cgroup_version = plan->cgroup ? plan->cgroup->root->version : 0,
		.rlimits = plan->rlimits,
		.patience_us = plan->patience_us,
	};
	for (int i = 0; plan->cgroup && i < CX_CGROUP_PARTS; i++)
		order.cgroup_doors += plan->cgroup->doors[i] >= 0;
	if (cx_buffer_append(&message, &order, sizeof(order)) < 0 ||
	    append_strings(&message, plan->argv) < 0 || append_strings(&message, plan->environment) < 0)
		return cx_fail_oom(err);
	if (message.len > CX_GUARDIAN_MAX_MESSAGE || order.argc + order.envc + 2 > CX_GUARDIAN_MAX_STRINGS)
		return cx_fail_field(err, "args", "the command line is too long");
	int fds[CX_GUARDIAN_FDS];
	size_t fds_len = list_descriptors(plan, fds);
	if (send_order(guardian->control_fd, &message, fds, fds_len) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "tell the guardian what to start");

	struct cx_guardian_report report;
	if (read_report(guardian, &report, err) < 0)
		return -1;
	*ret_pid = report.as.pid;
	guardian->guest = guardian->namespaced ? 0 : report.as.pid;
	return 0;
}

int cx_guardian_begin(struct cx_guardian *guardian, const struct cx_rlimits *rlimits, uint64_t patience_us,
		      struct cx_error *err)
{
	struct cx_guardian_begin order = { CX_GUARDIAN_BEGIN, *rlimits, patience_us };
	struct cx_guardian_report report;
	if (send(guardian->control_fd, &order, sizeof(order), MSG_NOSIGNAL) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "tell the guardian that a job begins");
	if (read_report(guardian, &report, err) < 0)
		return -1;
	return report.type == CX_GUARDIAN_STARTED
		       ? 0
		       : cx_fail(err, CX_ESANDBOX, "the program that waited for a job has ended");
}

bool cx_guardian_has_news(const struct cx_guardian *guardian)
{
	struct pollfd event = { .fd = guardian->control_fd, .events = POLLIN };
	return poll(&event, 1, 0) != 0;
}

int cx_guardian_kill(struct cx_guardian *guardian, struct cx_error *err)
{
	struct cx_guardian_order order = { .type = CX_GUARDIAN_KILL };
	if (send(guardian->control_fd, &order, sizeof(order), MSG_NOSIGNAL) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "tell the guardian to kill");
	return 0;
}

int cx_guardian_read_end(struct cx_guardian *guardian, struct cx_guest_end *ret, struct cx_error *err)
{
	struct cx_guardian_report report;
	if (read_report(guardian, &report, err) < 0)
		return -1;
	*ret = report.as.end;
	guardian->guest = 0;
	return 0;
}

/* Its last word is that all is done; what then remains of it is init's to reap. */
static bool leave(struct cx_guardian *guardian)
{
	struct cx_guardian_report report;
	ssize_t n;
	if (!guardian->orphan || shutdown(guardian->control_fd, SHUT_WR) < 0)
		return false;
	do /* passing over what it had said before, and nobody has asked for */
		n = recv(guardian->control_fd, &report, sizeof(report), 0);
	while ((n < 0 && errno == EINTR) || (n == sizeof(report) && report.type != CX_GUARDIAN_SWEPT));
	return n == sizeof(report);
}

int cx_guardian_release(struct cx_guardian *guardian)
{
	int status = 0;
	if (leave(guardian)) {
		cx_close(&guardian->control_fd);
		guardian->pid = -1;
		return 0;
	}
	/* End of file is all the guardian needs to hear. */
	cx_close(&guardian->control_fd);
	if (guardian->pid < 0)
		return 0;
	while (waitpid(guardian->pid, &status, 0) < 0 && errno == EINTR)
		;
	guardian->pid = -1;
	if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
		return 0;
	/*
	 * The guest has died with it, but not what the guest had started. Where that has no uid of its own, it is still
	 * in the guest's group, whose number nobody else can have.
	 */
	if (guardian->guest > 0)
		kill(-guardian->guest, SIGKILL);
	guardian->guest = 0;
	return -1;
}
