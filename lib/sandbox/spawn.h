/* From a plan to a guest: the walls go up one by one, then the program starts inside them. */
#ifndef CX_SANDBOX_SPAWN_H
#define CX_SANDBOX_SPAWN_H

#include <stdbool.h>
#include <sys/types.h>

#include "sandbox/cgroup.h"
#include "sandbox/rlimits.h"
#include "sandbox/seccomp.h"

/*
 * A program that is in the caller's memory already (lib/warm/README.md): the guest is a copy of the caller, and behind the
 * last wall this is called instead of execve(2).
 */
struct cx_agent {
	/* Before the system call filter: what it would refuse. NULL: nothing. */
	void (*prepare)(char *const argv[], char *const environment[]);
	void (*live)(char *const argv[], char *const environment[]); /* never returns */
	int *tid; /* where the C library keeps the number of the first thread: PR_GET_TID_ADDRESS */
};

struct cx_spawn {
	char *const *argv;
	char *const *environment;
	struct cx_rlimits rlimits;
	const struct cx_agent *agent; /* NULL: argv is executed */
	bool made;		      /* from the guest's sources: that it cannot be executed is an outcome */
	int stdio[3];		      /* all above 2 */
	int job_fd;		      /* the guest's descriptor 3; -1: none */
	int cwd_fd;
	int ruleset_fd;			/* -1: without Landlock */
	const struct cx_filter *filter; /* NULL: without seccomp */
	bool own_uid;
	uid_t uid;	    /* also the gid */
	bool listen;	    /* hear of refused calls, where the host lets us */
	bool namespaced;    /* a cgroup namespace, too */
	int cgroup_version; /* 0: none */
	int cgroup_doors[CX_CGROUP_PARTS];
};

/* Which step failed, and how; `step` is a literal. */
struct cx_spawn_failure {
	const char *step;
	int sys_errno;
};

/*
 * Start the guest and return once its program has been executed, or all walls are up where there is an agent, or with -1 and *ret_failure.
 * The guest leads a session and process group of its own and dies with the calling process (but not so its children).
 * *ret_listener_fd is that of the guest's filter, owned by the caller; -1: nobody listens.
 * The caller must have no threads, and all signals blocked, so that no handler runs in the memory that
 * caller and child share until the exec (clone(2), CLONE_VM and CLONE_VFORK).
 */
pid_t cx_spawn(const struct cx_spawn *spawn, int *ret_listener_fd, struct cx_spawn_failure *ret_failure);

/* Whether this kernel can do what `listen` needs. */
bool cx_spawn_can_listen(void);

#endif
