/* What job.c and warm.c have in common. */
#ifndef CX_STAGE_JOB_PARTS_H
#define CX_STAGE_JOB_PARTS_H

#include "stage/job.h"

struct cx_expansion cx_job_expansion(const struct cx_job *job, const struct cx_memory_rule *memory,
				     uint64_t memory_bytes);
int cx_job_environment(const struct cx_language *lang, const struct cx_stage_rule *rule,
		       const struct cx_expansion *with, struct cx_strings *ret, struct cx_error *err);
struct cx_rlimits cx_job_rlimits(const struct cx_job *job, const struct cx_stage_rule *rule,
				 const struct cx_limits *limits);

/* The guest's cgroup. Where the host does not let us make it, that is known from then on. */
int cx_job_begin_cgroup(struct cx_job *job, const struct cx_limits *limits, struct cx_error *err);

/* What the guest gets to see, and then what depends on the request: options, variables, names of the sources. */
int cx_job_open_view(struct cx_job *job, struct cx_error *err);
int cx_job_choose(struct cx_job *job, struct cx_error *err);
int cx_job_write_files(struct cx_job *job, struct cx_error *err);

int cx_job_start_guardian(struct cx_job *job, struct cx_error *err);

/* True when the guest that waits can do this step, and is ready; else job->cold_why. */
bool cx_job_guest_fits(struct cx_job *job, const struct cx_step *step);

/* Kill the guest that waits; harmless where there is none. */
int cx_job_guest_drop(struct cx_job *job, struct cx_error *err);

#endif
