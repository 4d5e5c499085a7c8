#include "warm/server.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/clock.h"
#include "base/fd.h"
#include "sandbox/rlimits.h"
#include "warm/order.h"

/* ---- starting it ---- */

static void take_default_signals(void)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	sigset_t none;
	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &action, NULL);
	sigemptyset(&none);
	sigprocmask(SIG_SETMASK, &none, NULL);
}

/*
 * Pipes as standard streams, as every guest has, because a runtime looks at them when it starts. Nobody is at their
 * other ends. Its stack is limited as a guest's, as the place of everything else in memory depends on it.
 */
static _Noreturn void become_server(char *const argv[], char *const environment[], int fd, pid_t parent)
{
	struct rlimit stack = { CX_RLIMIT_STACK, CX_RLIMIT_STACK_MAX };
	int in[2], out[2];
	setsid(); /* the terminal's Ctrl-C is our parent's to hear */
	take_default_signals();
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || getppid() != parent || pipe(in) < 0 ||
	    pipe(out) < 0 || setrlimit(RLIMIT_STACK, &stack) < 0)
		_exit(127);
	int kept[] = { fcntl(in[0], F_DUPFD, 10), fcntl(out[1], F_DUPFD, 10), fcntl(out[1], F_DUPFD, 10),
		       fcntl(fd, F_DUPFD, 10) };
	for (int i = 0; i < 4; i++)
		if (kept[i] < 0 || dup2(kept[i], i) < 0)
			_exit(127);
	if (cx_close_from(CX_FORK_SERVER_FD + 1) < 0)
		_exit(127);
	execve(argv[0], argv, environment);
	_exit(127);
}

int cx_fork_server_start(const struct cx_strings *argv, const struct cx_strings *environment,
			 struct cx_fork_server *ret, struct cx_error *err)
{
	int ends[2];
	*ret = (struct cx_fork_server)CX_FORK_SERVER_NONE;
	if (access(argv->items[0], X_OK) < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "%.200s", argv->items[0]);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "socketpair for a fork server");
	pid_t parent = getpid(), pid = fork();
	if (pid == 0)
		become_server(argv->items, environment->items, ends[1], parent);
	close(ends[1]);
	if (pid < 0) {
		close(ends[0]);
		return cx_fail_errno(err, CX_EINTERNAL, "fork a fork server");
	}
	*ret = (struct cx_fork_server){ .pid = pid, .fd = ends[0], .born_us = cx_now_us() };
	return 0;
}

static int hear(struct cx_fork_server *server, int flags, struct cx_fork_reply *ret)
{
	ssize_t n;
	do
		n = recv(server->fd, ret, sizeof(*ret), flags);
	while (n < 0 && errno == EINTR);
	return n == sizeof(*ret) ? 0 : -1;
}

int cx_fork_server_look(struct cx_fork_server *server)
{
	struct cx_fork_reply reply;
	struct pollfd event = { .fd = server->fd, .events = POLLIN };
	if (!server->pid)
		return -1;
	if (poll(&event, 1, 0) <= 0)
		return server->ready;
	/* When it is ready it says nothing unasked: then this is its end. */
	if (server->ready || hear(server, MSG_DONTWAIT, &reply) < 0) {
		cx_fork_server_stop(server);
		return -1;
	}
	server->ready = true;
	return 1;
}

void cx_fork_server_stop(struct cx_fork_server *server)
{
	cx_close(&server->fd);
	if (server->pid) {
		kill(server->pid, SIGKILL);
		while (waitpid(server->pid, NULL, 0) < 0 && errno == EINTR)
			;
	}
	server->pid = 0;
	server->ready = false;
}

/* ---- a guardian ---- */

static int append(struct cx_buffer *message, const char *text)
{
	return cx_buffer_append(message, text ? text : "", text ? strlen(text) + 1 : 1);
}

static int format_order(const struct cx_slot *slot, const struct cx_filter *filter,
			const struct cx_view *view, struct cx_buffer *message)
{
	struct cx_fork_order order = {
		.slot = *slot,
		.cgroup_version = slot->cgroup.root ? slot->cgroup.root->version : 0,
		.filter = filter ? (int)filter->variant : -1,
		.namespaced = view != NULL,
		.uid = geteuid(),
		.gid = getegid(),
		.paths = view ? (uint32_t)view->len : 0,
	};
	for (uint32_t i = 0; i < order.paths; i++)
		order.access[i] = view->paths[i].access;
	int done = cx_buffer_append(message, &order, sizeof(order));
	for (uint32_t i = 0; i < order.paths && done == 0; i++)
		done = append(message, view->paths[i].path);
	if (done == 0 && view)
		done = append(message, view->moved_from) < 0 || append(message, view->moved_to) < 0 ? -1 : 0;
	return done;
}

static int send_order(int fd, const struct cx_slot *slot, int control_fd, const struct cx_buffer *message)
{
	int fds[CX_FORK_ORDER_FDS] = { control_fd, slot->lock_fd, slot->dir_fd };
	size_t len = 3;
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		fds[len++] = slot->dirs[i];
	for (int i = 0; slot->cgroup.root && i < CX_CGROUP_PARTS; i++)
		if (slot->cgroup.root->fds[i] >= 0)
			fds[len++] = slot->cgroup.root->fds[i];
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(fds))];
	} control = { 0 };
	struct iovec iov = { message->data, message->len };
	struct msghdr msg = { .msg_iov = &iov,
			      .msg_iovlen = 1,
			      .msg_control = &control,
			      .msg_controllen = CMSG_SPACE(sizeof(int) * len) };
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
	cmsg->cmsg_level = SOL_SOCKET;
	cmsg->cmsg_type = SCM_RIGHTS;
	cmsg->cmsg_len = CMSG_LEN(sizeof(int) * len);
	memcpy(CMSG_DATA(cmsg), fds, sizeof(int) * len);
	return sendmsg(fd, &msg, MSG_NOSIGNAL) < 0 ? -1 : 0;
}

int cx_fork_server_guardian(struct cx_fork_server *server, const struct cx_slot *slot,
			    const struct cx_filter *filter, const struct cx_view *view,
			    struct cx_guardian *ret, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer message = { 0 };
	struct cx_fork_reply reply = { .pid = -1, .sys_errno = ECONNRESET };
	int ends[2];
	if (format_order(slot, filter, view, &message) < 0)
		return cx_fail_oom(err);
	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "socketpair for the guardian");
	int told = send_order(server->fd, slot, ends[1], &message);
	close(ends[1]);
	if (told == 0 && hear(server, 0, &reply) == 0 && reply.pid > 0) {
		*ret = (struct cx_guardian){ .pid = reply.pid,
					     .control_fd = ends[0],
					     .namespaced = view != NULL };
		return 0;
	}
	close(ends[0]);
	errno = reply.sys_errno;
	if (errno == ECONNRESET)
		cx_fork_server_stop(server);
	*ret = (struct cx_guardian)CX_GUARDIAN_NONE;
	return cx_fail_errno(err, view ? CX_EUNAVAILABLE : CX_ESANDBOX,
			     "fork the guardian from a fork server");
}
