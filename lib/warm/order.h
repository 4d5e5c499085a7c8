/* What a worker and its fork server say to each other (SOCK_SEQPACKET: one message, one packet). */
#ifndef CX_WARM_ORDER_H
#define CX_WARM_ORDER_H

#include <sys/types.h>

#include "sandbox/slots.h"
#include "sandbox/view.h"

enum {
	CX_FORK_SERVER_FD = 3, /* the server's end */
	CX_FORK_ORDER_MAX = 64 * 1024,
	/* the guardian's control socket, the lease, the slot's directory and those in it, the roots of cgroups */
	CX_FORK_ORDER_FDS = 3 + CX_SLOT_DIRS + CX_CGROUP_PARTS,
};

/* To it: make a guardian. Behind it the paths of the view, a NUL behind each, and where it is moved from and to. */
struct cx_fork_order {
	struct cx_slot slot; /* its descriptors and pointers mean nothing: they come beside the message */
	int cgroup_version;
	int filter; /* the variant of the policy; -1: none */
	bool namespaced;
	uid_t uid;
	gid_t gid;
	uint32_t paths;
	unsigned access[CX_VIEW_MAX_PATHS];
};

/* From it. */
struct cx_fork_reply {
	pid_t pid; /* 0: the server is ready; -1: there is none */
	int sys_errno;
};

#endif
