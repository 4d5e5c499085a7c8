/* The one message that a parked guest gets, on its descriptor 3. README.md has the protocol. */
#ifndef CX_WARM_JOB_H
#define CX_WARM_JOB_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"

enum {
	CX_WARM_JOB_FD = 3,		    /* the agent's end */
	CX_WARM_JOB_MAX_BYTES = 128 * 1024, /* of the strings; it fits into a socket */
};

#define CX_WARM_JOB_MAGIC "CXJ1"

/* Little endian. Behind it argc + envc strings, a NUL behind each: `bytes` in all. */
struct cx_warm_job_header {
	char magic[4];
	uint32_t argc;
	uint32_t envc;
	uint32_t bytes;
};

/* @ret  owned by the caller. CX_EINPUT: the command line is too long. */
int cx_warm_job_format(const struct cx_strings *argv, const struct cx_strings *environment,
		       struct cx_bytes *ret, struct cx_error *err);

/*
 * For the agent in a guest: say that it is ready, wait for the job, close its descriptor.
 * @ret_argv, @ret_environment  ended by NULL; they live as long as the process
 * False: there is none, and the agent is to exit.
 */
bool cx_warm_await_job(char ***ret_argv, char ***ret_environment);

#endif
