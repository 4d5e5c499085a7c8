/* A job for a compiler that stays, and its answer; lib/warm/README.md has the protocol. */
#ifndef CX_STAGE_RESIDENT_H
#define CX_STAGE_RESIDENT_H

#include "codex/bytes.h"
#include "stage/artifact.h"
#include "stage/job.h"

struct cx_resident_answer {
	int exit_status;
	uint64_t wall_us;
	uint64_t cpu_us;
	struct cx_artifact artifact; /* what it made, and what it said */
};

/* It has said that it is ready. */
bool cx_resident_is_ready(int job_fd);

/*
 * @job   whose files are compiled; its slot is not touched
 * @argv  the ordinary command line
 * @return 0: an answer that can be used; 1: none, and the compiler is to be ended; -1: CX_ECANCELLED, likewise
 */
int cx_resident_compile(int job_fd, const struct cx_job *job, const struct cx_strings *argv,
			struct cx_resident_answer *ret, struct cx_error *err);

#endif
