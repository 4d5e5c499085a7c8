/* What guardian_main.c and guardian_birth.c have in common. */
#ifndef CX_SANDBOX_GUARDIAN_PARTS_H
#define CX_SANDBOX_GUARDIAN_PARTS_H

#include "sandbox/guardian_protocol.h"

struct guardian {
	int control_fd;
	int child_fd; /* signalfd for SIGCHLD */
	int work_fd;  /* the slot's work directory, as the guest has it */
	int pids_fd;  /* the last number that our pid namespace has given away, to be set; -1: it cannot be */
	const struct cx_slot *slot;
	struct cx_cgroup_root groups; /* of the slot's cgroup */
	const struct cx_filter *filter;
	bool can_listen;
	int listener_fd; /* of the guest's filter; -1: none */
	bool namespaced; /* we are PID 1 of a pid namespace */
	pid_t guest;	 /* the first process of the run; 0: none */
	bool guest_reaped;
	uint64_t started_us;
	uint64_t patience_us;	/* from then on; 0: for ever */
	uint64_t waited_cpu_us; /* what the guest had used when its job began */
	const struct cx_agent *agent;
	struct cx_guest_end end;
	uint32_t reaped;
};

/* Tell our parent. */
void cx_guardian_report(struct guardian *g, const struct cx_guardian_report *what);

/* One message into `buffer`, which has room for CX_GUARDIAN_MAX_MESSAGE, and its descriptors; as recvmsg(2). */
ssize_t cx_guardian_hear(struct guardian *g, char *buffer, int fds[CX_GUARDIAN_FDS], size_t *ret_fds_len);

/* Become the guardian of a slot; our parent has been told when it is done. What fails ends the process. */
void cx_guardian_be_born(struct guardian *g, const struct cx_guardian_birth *birth, struct cx_slot *ret_slot,
			 char *buffer);

#endif
