/*
 * The guardian: a process of ours between us and the guest, one for each lease of a slot.
 *
 *   we ──(control socket)── guardian ── guest ── whatever it starts
 *
 * It starts guests, and is the subreaper of all that they start, so that "no child is left" (ECHILD) proves that a
 * run is over. Its end of the control socket closes when we die, by whatever signal: it then kills the guest,
 * empties the slot's directory and gives the lease back. Where the host grants namespaces it is PID 1 of its own,
 * and the kernel ends all that is inside with it.
 */
#ifndef CX_SANDBOX_GUARDIAN_H
#define CX_SANDBOX_GUARDIAN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "codex/error.h"
#include "sandbox/plan.h"
#include "sandbox/refusals.h"
#include "sandbox/seccomp.h"
#include "sandbox/slots.h"
#include "sandbox/view.h"

struct cx_guardian {
	pid_t pid;
	int control_fd; /* readable when a guest has ended */
	bool namespaced;
	pid_t guest; /* the running one's process group, where it is not in a pid namespace of its own; else 0 */
	bool orphan; /* when it is let go, its own end is left to init: we are about to end ourselves */
};

#define CX_GUARDIAN_NONE                    \
	{                                   \
		.pid = -1, .control_fd = -1 \
	}

/* How a guest ended. Everything that it started is dead by then. */
struct cx_guest_end {
	int wait_status; /* of the first process, as from waitpid(2) */
	uint64_t wall_us;
	uint64_t user_us; /* over all processes */
	uint64_t system_us;
	uint64_t max_rss_bytes; /* of the largest process */
	uint32_t survivors;	/* processes that were still there when the first one had ended */
	struct cx_refusals refusals;
	bool all_dead; /* false: something could not be killed within seconds (stuck in the kernel) */
};

/*
 * It gets ready while the caller goes on; cx_guardian_await() hears how that went.
 * @slot    stays the caller's; the guardian keeps copies of its descriptors, and so of the lease
 * @filter  for every guest that it will start; NULL: without seccomp
 * @view    move into namespaces with this view; NULL: stay in those of the host
 * @return  0, or -1: CX_EUNAVAILABLE where the host does not grant namespaces, else CX_ESANDBOX
 */
int cx_guardian_start(const struct cx_slot *slot, const struct cx_filter *filter, const struct cx_view *view,
		      struct cx_guardian *ret, struct cx_error *err);

/*
 * Start one in namespaces before there is a slot for it: what is the same for every guest is done while the caller
 * finds out the rest. cx_guardian_settle() is to follow, or cx_guardian_release().
 */
int cx_guardian_start_ahead(struct cx_guardian *ret, struct cx_error *err);

/* Tell it what cx_guardian_start() would have told. -1: it is dead, CX_ESANDBOX. */
int cx_guardian_settle(struct cx_guardian *guardian, const struct cx_slot *slot,
		       const struct cx_filter *filter, const struct cx_view *view, struct cx_error *err);

/* 0 when it is ready; -1 as above, and it is gone then. */
int cx_guardian_await(struct cx_guardian *guardian, struct cx_error *err);

/* Start a guest; there must be none. CX_ESANDBOX names the step that failed. */
int cx_guardian_spawn(struct cx_guardian *guardian, const struct cx_plan *plan, pid_t *ret_pid,
		      struct cx_error *err);

/*
 * The running guest has waited for its job and is about to get it: lower its limits, and count time from now on.
 * -1: CX_ESANDBOX, and the guest is as it was.
 */
int cx_guardian_begin(struct cx_guardian *guardian, const struct cx_rlimits *rlimits, uint64_t patience_us,
		      struct cx_error *err);

/* True when a report is there that nobody has asked for: a guest that waited has ended, or the guardian has. */
bool cx_guardian_has_news(const struct cx_guardian *guardian);

/* Kill the guest and all that it started. Its end is reported as always. */
int cx_guardian_kill(struct cx_guardian *guardian, struct cx_error *err);

/* Read the report; blocks until it is there. */
int cx_guardian_read_end(struct cx_guardian *guardian, struct cx_guest_end *ret, struct cx_error *err);

/*
 * Let go: whatever runs is killed, the directory emptied, the process gone when this returns (but an `orphan`, which
 * then only takes its namespaces down). Harmless on NONE.
 * -1 when the guardian came to a violent end before it could do so, which leaves that to cx_slot_clear().
 */
int cx_guardian_release(struct cx_guardian *guardian);

#endif
