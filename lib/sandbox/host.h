/*
 * The host as one process uses it: the state directory, the walls that are on for every guest, and what
 * is built once for all of them.
 */
#ifndef CX_SANDBOX_HOST_H
#define CX_SANDBOX_HOST_H

#include "base/config.h"
#include "codex/caps.h"
#include "codex/limits.h"
#include "sandbox/cgroup.h"
#include "sandbox/guardian.h"
#include "sandbox/seccomp.h"
#include "sandbox/state.h"

struct cx_host {
	struct cx_state state;
	unsigned cpus;
	unsigned slots;
	uint64_t queue_us;
	uint64_t cache_bytes;		/* of the compile cache; 0: none */
	uint64_t prelude_bytes;		/* of what is compiled beforehand; 0: nothing is */
	uint64_t memory_bytes;		/* that the machine, or a container, has */
	bool spare;			/* lease a place beside the slots that requests wait for */
	uid_t first_uid;		/* 0: guests have our own uid */
	bool namespaced;		/* guests have namespaces of their own */
	int landlock_abi;		/* 0: no Landlock */
	const struct cx_filter *filter; /* NULL: no seccomp */
	struct cx_cgroup_root cgroup;	/* version 0: guests have no cgroup */
	struct cx_layer_set layers;
	enum cx_floor floor;
	uint32_t disabled_layers;
	struct cx_guardian ahead; /* of the next job, started before it was known; NONE: none */
	char libexec[256]; /* where programs of ours are that nobody calls by hand; the context's to set */
};

#define CX_HOST_NONE                                                                             \
	{                                                                                        \
		.state = CX_STATE_NONE, .cgroup = CX_CGROUP_ROOT_NONE, .ahead = CX_GUARDIAN_NONE \
	}

/*
 * Decide which walls go up, by cheap looks; a guest that cannot raise one of them fails to start. The full
 * probe is cx_host_probe(). CX_EUNAVAILABLE when there is no state directory.
 */
int cx_host_open(const struct cx_config *config, const struct cx_limit_bounds *bounds, struct cx_host *ret,
		 struct cx_error *err);
void cx_host_close(struct cx_host *host);

/*
 * Namespaces turned out to be denied: from now on without them, and with a filter that closes what they leave
 * open.
 */
void cx_host_without_namespaces(struct cx_host *host);

/* Make the directory of the view's shelf, if it is not there. CX_EUNAVAILABLE. */
int cx_host_make_shelf(const struct cx_host *host, struct cx_error *err);

/* No cgroup could be made: from now on without. */
void cx_host_without_cgroup(struct cx_host *host);

/* 0 when the walls that would go up meet the floor; else CX_EUNAVAILABLE, with what would help. */
int cx_host_check_floor(const struct cx_host *host, struct cx_error *err);

/* Try every layer in a forked child. */
void cx_host_probe(const struct cx_host *host, struct cx_caps *ret);

#endif
