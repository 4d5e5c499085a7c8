/*
 * Control groups: what a guest uses, over all its processes, bounded and counted by the kernel. cgroups(7).
 *
 * Each guest gets a cgroup in which every counter starts at 0 and nobody else is: made for it and gone after it, or the
 * one of the guest before it under the same lease, where that is known to be empty. Version 2 has one tree
 * (cgroup_v2.c), version 1 one for each of memory, pids and cpuacct (cgroup_v1.c); this is what they have in common.
 */
#ifndef CX_SANDBOX_CGROUP_H
#define CX_SANDBOX_CGROUP_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/caps.h"
#include "codex/error.h"

enum { CX_CGROUP_PARTS = 3 };

/* Where cgroups are made on this host. */
struct cx_cgroup_root {
	int version;		  /* 0: nowhere */
	int fds[CX_CGROUP_PARTS]; /* version 2 has one; -1: none */
};

struct cx_cgroup_limits {
	uint64_t memory_bytes; /* nothing of it is swapped */
	uint64_t processes;    /* threads counted */
};

/* One guest's, under the name of its slot. Without a root it is no cgroup at all. */
struct cx_cgroup {
	const struct cx_cgroup_root *root; /* NULL: none */
	char name[48];
	int dirs[CX_CGROUP_PARTS];	/* -1: not made yet */
	int doors[CX_CGROUP_PARTS];	/* what a process needs to enter; -1: none */
	struct cx_cgroup_limits limits; /* that it has; all 0: not known */
	bool holds_files;		/* the guest's files are memory (tmpfs), and counted with it */
	uint64_t oom_kills_before;	/* the guest, where the cgroup has had others */
	uint64_t refused_tasks_before;
};

/*
 * Whether files need room beside the memory limit, which the sampler then holds by itself: where they are memory; and
 * in version 1, which does not slow down the writers of one cgroup, but kills who writes faster than the disk does.
 */
static inline bool cx_cgroup_counts_files(const struct cx_cgroup *cgroup)
{
	return cgroup->holds_files || (cgroup->root && cgroup->root->version == 1);
}

#define CX_CGROUP_ROOT_NONE           \
	{                             \
		.fds = { -1, -1, -1 } \
	}
#define CX_CGROUP_NONE                                          \
	{                                                       \
		.dirs = { -1, -1, -1 }, .doors = { -1, -1, -1 } \
	}

struct cx_cgroup_usage {
	uint64_t user_us;
	uint64_t system_us;
	uint64_t memory_peak_bytes;
	uint64_t oom_kills;	/* processes that the kernel killed because the memory was full */
	uint64_t tasks;		/* now */
	uint64_t refused_tasks; /* forks that failed because of the limit */
};

/* Find where we may make cgroups: *ret and 0, or -1. *ret_status tells either way, as in caps. */
int cx_cgroup_root_open(struct cx_cgroup_root *ret, struct cx_layer_status *ret_status);
void cx_cgroup_root_close(struct cx_cgroup_root *root);

/*
 * A fresh cgroup for one guest, or one as fresh; the one before it is removed. What a run that came to a violent end
 * left under the name is killed. CX_EUNAVAILABLE where the host does not let us.
 */
int cx_cgroup_begin(struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits, struct cx_error *err);

/*
 * Other limits for a guest that has waited for its job in it; its peak of memory counts from now on, where the kernel
 * can do that. CX_ESANDBOX.
 */
int cx_cgroup_change(struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits, struct cx_error *err);

/* What it used until now, or in all once its processes are dead. */
void cx_cgroup_read(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret);

/* The same of CPU time alone, which is quicker. */
void cx_cgroup_read_cpu(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret);

/* Close our descriptors; the cgroup stays. */
void cx_cgroup_close(struct cx_cgroup *cgroup);

/*
 * Move the calling process in, which must have one thread. @doors  as in struct cx_cgroup.
 * 0, or -1 with errno. Async-signal-safe.
 */
int cx_cgroup_enter(int version, const int doors[CX_CGROUP_PARTS]);

/* SIGKILL to all in it, where the kernel can do that at one stroke (version 2, Linux 5.14); else false. */
bool cx_cgroup_kill(const struct cx_cgroup_root *root, const char *name);

/* Remove it, which must be empty of processes. 0, also when there is none; or -1 with errno. */
int cx_cgroup_remove(const struct cx_cgroup_root *root, const char *name);

/* Put a forked child into a cgroup. @name  of a leased slot's */
struct cx_layer_status cx_cgroup_probe(const char *name);

#endif
