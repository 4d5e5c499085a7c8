#include "warm/serve.h"

#include <errno.h>
#include <sched.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "sandbox/guardian_protocol.h"
#include "sandbox/namespaces.h"
#include "warm/order.h"

/* ---- guardians ---- */

struct birth {
	struct cx_fork_order order;
	struct cx_view view;
	struct cx_cgroup_root groups;
	int control_fd;
};

/* The strings stay in the message. */
static bool read_view(const struct cx_fork_order *order, const char *at, const char *end, struct cx_view *ret)
{
	const char *strings[CX_VIEW_MAX_PATHS + 2];
	*ret = (struct cx_view){ .len = order->paths };
	if (order->paths > CX_VIEW_MAX_PATHS)
		return false;
	for (uint32_t i = 0; i < order->paths + 2; i++) {
		const char *nul = memchr(at, '\0', (size_t)(end - at));
		if (!nul)
			return false;
		strings[i] = at;
		at = nul + 1;
	}
	for (uint32_t i = 0; i < order->paths; i++)
		ret->paths[i] = (struct cx_landlock_path){ strings[i], -1, order->access[i] };
	ret->moved_from = *strings[order->paths] ? strings[order->paths] : NULL;
	ret->moved_to = strings[order->paths + 1];
	return true;
}

static bool read_birth(const char *message, size_t len, const int *fds, size_t fds_len, struct birth *ret)
{
	size_t roots_at = 3 + CX_SLOT_DIRS;
	if (len < sizeof(ret->order) || fds_len < roots_at)
		return false;
	memcpy(&ret->order, message, sizeof(ret->order));
	struct cx_slot *slot = &ret->order.slot;
	ret->control_fd = fds[0];
	slot->lock_fd = fds[1];
	slot->permit_fd = -1;
	slot->dir_fd = fds[2];
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		slot->dirs[i] = fds[3 + i];
	ret->groups = (struct cx_cgroup_root)CX_CGROUP_ROOT_NONE;
	ret->groups.version = ret->order.cgroup_version;
	for (size_t i = roots_at; i < fds_len; i++)
		ret->groups.fds[i - roots_at] = fds[i];
	slot->cgroup.root = ret->groups.version ? &ret->groups : NULL;
	for (int i = 0; i < CX_CGROUP_PARTS; i++)
		slot->cgroup.dirs[i] = slot->cgroup.doors[i] = -1;
	return ret->order.filter < CX_POLICY_VARIANTS &&
	       (!ret->order.namespaced ||
		read_view(&ret->order, message + sizeof(ret->order), message + len, &ret->view));
}

/*
 * One network namespace for all guardians, which costs as much as all others together. It is empty, and stays so: a
 * guest has no capability to configure it, is refused all sockets but those of AF_UNIX, which end with their processes,
 * and is dead before the worker parks the next one. Where users have namespaces of their own, root's are not theirs.
 */
static bool have_net(const struct cx_fork_order *order)
{
	static bool made;
	if (!made && order->namespaced && order->uid == 0)
		made = unshare(CLONE_NEWNET) == 0;
	return made;
}

/* A sibling of ours, so that our parent waits for it, and not we. */
static pid_t fork_guardian(const struct birth *birth, const struct cx_agent *agent)
{
	const struct cx_fork_order *order = &birth->order;
	struct cx_guardian_birth guardian = {
		.control_fd = birth->control_fd,
		.slot = &order->slot,
		.filter = order->filter < 0 ? NULL : &cx_filters[order->filter],
		.view = order->namespaced ? &birth->view : NULL,
		.namespaced = order->namespaced,
		.uid = order->uid,
		.gid = order->gid,
		.has_net = have_net(order),
		.agent = agent,
	};
	pid_t pid = order->namespaced
			    ? cx_namespaces_fork(CLONE_PARENT)
			    : (pid_t)syscall(SYS_clone, CLONE_PARENT | SIGCHLD, NULL, NULL, NULL, NULL);
	if (pid == 0)
		cx_guardian_main(&guardian);
	return pid;
}

static bool obey(char *message, const struct cx_agent *agent)
{
	int fds[CX_FORK_ORDER_FDS];
	union {
		struct cmsghdr align;
		char bytes[CMSG_SPACE(sizeof(fds))];
	} control;
	struct iovec iov = { message, CX_FORK_ORDER_MAX };
	struct msghdr msg = {
		.msg_iov = &iov, .msg_iovlen = 1, .msg_control = &control, .msg_controllen = sizeof(control)
	};
	struct birth birth;
	struct cx_fork_reply reply = { .pid = -1, .sys_errno = EINVAL };
	ssize_t n = recvmsg(CX_FORK_SERVER_FD, &msg, MSG_CMSG_CLOEXEC);
	if (n <= 0)
		return n < 0 && errno == EINTR;
	size_t fds_len = 0;
	struct cmsghdr *cmsg = CMSG_FIRSTHDR(&msg);
	if (cmsg && cmsg->cmsg_level == SOL_SOCKET && cmsg->cmsg_type == SCM_RIGHTS) {
		fds_len = (cmsg->cmsg_len - CMSG_LEN(0)) / sizeof(int);
		memcpy(fds, CMSG_DATA(cmsg), fds_len * sizeof(int));
	}
	if (read_birth(message, (size_t)n, fds, fds_len, &birth)) {
		reply.pid = fork_guardian(&birth, agent);
		reply.sys_errno = reply.pid < 0 ? errno : 0;
	}
	for (size_t i = 0; i < fds_len; i++)
		close(fds[i]);
	return send(CX_FORK_SERVER_FD, &reply, sizeof(reply), MSG_NOSIGNAL) == sizeof(reply);
}

_Noreturn void cx_warm_serve(struct cx_agent *agent)
{
	static char message[CX_FORK_ORDER_MAX]; /* not of the heap, whose next pages are the guests' */
	const struct cx_fork_reply ready = { 0 };
	sigset_t all;
	sigfillset(&all);
	sigprocmask(SIG_SETMASK, &all, NULL);
	if (prctl(PR_GET_TID_ADDRESS, &agent->tid) < 0 ||
	    send(CX_FORK_SERVER_FD, &ready, sizeof(ready), MSG_NOSIGNAL) < 0)
		_exit(1);
	while (obey(message, agent))
		;
	_exit(0);
}
