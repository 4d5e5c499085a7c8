/* All that is decided about one guest process before it starts; the child only does system calls. */
#ifndef CX_SANDBOX_PLAN_H
#define CX_SANDBOX_PLAN_H

#include <stdbool.h>

#include "codex/bytes.h"
#include "sandbox/cgroup.h"
#include "sandbox/rlimits.h"

struct cx_plan {
	const struct cx_strings *argv; /* argv[0] is the absolute path of the program */
	const struct cx_strings *environment;
	struct cx_rlimits rlimits;
	uint64_t patience_us; /* the guardian ends the guest then, should its supervisor be held up */
	int stdin_fd;	      /* borrowed, like all here */
	int stdout_fd;
	int stderr_fd;
	int job_fd; /* the guest's descriptor 3; -1: none */
	bool made;  /* argv[0] was made from the guest's sources: if it cannot be executed, it has failed */
	bool fork;  /* the guardian's agent is to live in the guest, not argv to be executed */
	int ruleset_fd;			/* Landlock; -1: without */
	const struct cx_cgroup *cgroup; /* NULL: without */
};

#endif
