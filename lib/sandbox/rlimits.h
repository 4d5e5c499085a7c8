/*
 * What one process may use, and one uid. The parent decides, the child only does system calls.
 *
 * The address space is never limited: runtimes reserve gigabytes that they do not use. RLIMIT_DATA counts
 * private writable memory whether it is touched or not, also the stacks of threads, which glibc and libuv make
 * as large as `stack_bytes`: a run that may start N threads needs N times that in `data_bytes`, on top of its own.
 */
#ifndef CX_SANDBOX_RLIMITS_H
#define CX_SANDBOX_RLIMITS_H

#include <stdint.h>
#include <sys/types.h>

#include "codex/caps.h"

enum {
	/* An honest program has a dozen open files, javac some hundred jars and classes. */
	CX_RLIMIT_FILES = 256,
	/*
	 * What Linux gives by default: stacks of threads count whole. The first thread may raise its own up to
	 * CX_RLIMIT_STACK_MAX, as programs with deep recursion do.
	 */
	CX_RLIMIT_STACK = 8 << 20,
	CX_RLIMIT_STACK_MAX = 64 << 20,
};

/* Plain numbers, so that it can be sent to another process. 0: leave it as it is. */
struct cx_rlimits {
	uint64_t data_bytes;
	uint64_t cpu_seconds; /* of one process; SIGXCPU, and one second later SIGKILL */
	uint64_t file_bytes;
	uint64_t files;
	uint64_t processes; /* threads counted, over the whole uid; never binds root */
	uint64_t stack_bytes;
	uint64_t stack_max_bytes;
};

/*
 * In the child, before it changes its uid. What is inherited and lower stays. Core dumps, locked memory,
 * message queues and real-time priorities are always 0.
 * @return NULL, or a literal that says which limit failed, with errno. Async-signal-safe.
 */
const char *cx_rlimits_apply(const struct cx_rlimits *limits);

/*
 * Lower those of a process that is there already; higher ones than it has stay as they are.
 * @uid  the process's, where it is another than ours: without CAP_SYS_RESOURCE (a container) only that uid may do it
 * 0, or -1 with errno. The caller has one thread, and is closed to that uid (PR_SET_DUMPABLE).
 */
int cx_rlimits_lower(pid_t pid, const struct cx_rlimits *limits, const uid_t *uid);

/* Lower a limit in a forked child and run into it. */
struct cx_layer_status cx_rlimits_probe(void);

#endif
