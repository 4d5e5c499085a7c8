/* Landlock: which files a guest may touch, and on newer kernels TCP, signals and abstract sockets. See landlock(7). */
#ifndef CX_SANDBOX_LANDLOCK_H
#define CX_SANDBOX_LANDLOCK_H

#include <stddef.h>

#include "codex/caps.h"
#include "codex/error.h"

enum cx_landlock_access {
	CX_ACCESS_READ = 1 << 0,    /* read files, list directories */
	CX_ACCESS_EXECUTE = 1 << 1, /* execute files */
	CX_ACCESS_WRITE = 1 << 2,   /* write and truncate existing files (devices) */
	CX_ACCESS_CREATE = 1 << 3,  /* that, and make, rename and remove: not devices, not sockets */
};

struct cx_landlock_path {
	const char
		*path; /* symlinks are followed when the rule is made; a path that is not there is skipped */
	int fd;	       /* used when path is NULL */
	unsigned access; /* enum cx_landlock_access bits */
};

/* The kernel's ABI, or 0 when Landlock is not there (errno says why). */
int cx_landlock_abi(void);

/* A ruleset that allows these paths and nothing else, with every right and scope that `abi` can handle. */
int cx_landlock_build(int abi, const struct cx_landlock_path *paths, size_t len, int *ret_fd,
		      struct cx_error *err);

/* In the child, after no_new_privs: 0, or -1 with errno. Async-signal-safe. */
int cx_landlock_restrict(int ruleset_fd);

/* Restrict a forked child and open a file that it may not. */
struct cx_layer_status cx_landlock_probe(void);

#endif
