/*
 * One guest, from its start to its end: feeds it, hears it, measures it, and ends it when a limit is passed.
 * Knows neither languages nor requests.
 */
#ifndef CX_SUPERVISE_SUPERVISOR_H
#define CX_SUPERVISE_SUPERVISOR_H

#include "codex/bytes.h"
#include "codex/limits.h"
#include "codex/result.h"
#include "sandbox/guardian.h"
#include "sandbox/plan.h"
#include "sandbox/slots.h"

/* A guest that waits for its job: our ends of its pipes, and of its job socket; all are the supervisor's then. */
struct cx_waiting_guest {
	int stdin_fd;
	int stdout_fd;
	int stderr_fd;
	int job_fd;
};

#define CX_WAITING_GUEST_NONE                                                  \
	{                                                                      \
		.stdin_fd = -1, .stdout_fd = -1, .stderr_fd = -1, .job_fd = -1 \
	}

struct cx_supervision {
	struct cx_waiting_guest *waiting; /* NULL: start one by the plan */
	const struct cx_bytes *job;	  /* what is sent to the one that waits */
	uint64_t shared_bytes; /* of its memory, that are not the run's: a fork server's, and not copied */
	const struct cx_limits *limits;
	const struct cx_bytes *input; /* stdin; then end of file */
	bool combined;		      /* keep the order of arrival, too */
	int cancel_fd;		      /* -1: none */
	bool wait_is_free;	      /* time that the guest waits for a CPU is not wall time */
};

/* What happened, before anybody has judged it. */
struct cx_outcome {
	struct cx_limit_hit hit; /* what ended the run, or marred it */
	bool ended_by_us;	 /* we killed it for `hit` */
	bool truncated;
	struct cx_bytes output;
	struct cx_bytes error;
	struct cx_bytes combined;
	int wait_status; /* waitpid(2) */
	uint64_t wall_us;
	uint64_t spawn_us; /* until the program was executed; not in wall_us */
	uint64_t cpu_us;
	uint64_t memory_bytes;
	const char *memory_source; /* static */
	struct cx_refusals refusals;
};

/* Start a guest that waits until it gets its job; until then it may live for ever. */
int cx_supervise_park(struct cx_guardian *guardian, const struct cx_slot *slot, const struct cx_plan *plan,
		      struct cx_waiting_guest *ret, struct cx_error *err);

void cx_waiting_guest_close(struct cx_waiting_guest *waiting);

void cx_outcome_done(struct cx_outcome *outcome);

/*
 * @plan  its three standard streams are made here
 * @return 0 with *ret whenever the guest started; -1: it did not (CX_ESANDBOX), the caller cancelled (CX_ECANCELLED),
 *         or something could not be killed (CX_ESANDBOX). With 0 the guest is dead; with -1 it is, at the latest, when
 *         the guardian has been released.
 */
int cx_supervise(struct cx_guardian *guardian, const struct cx_slot *slot, const struct cx_plan *plan,
		 const struct cx_supervision *how, struct cx_outcome *ret, struct cx_error *err);

#endif
