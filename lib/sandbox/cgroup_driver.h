/* What differs between the versions of cgroups. Private to cgroup*.c. */
#ifndef CX_SANDBOX_CGROUP_DRIVER_H
#define CX_SANDBOX_CGROUP_DRIVER_H

#include <sys/types.h>

#include "sandbox/cgroup.h"

struct cx_cgroup_driver {
	size_t parts; /* trees */
	/* 0; or -1 with state and why. */
	int (*open_root)(struct cx_cgroup_root *ret, struct cx_layer_status *ret_status);
	/* NULL, or the file that could not be written, with errno. */
	const char *(*limit)(const struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits);
	/* 0, or -1 with errno. */
	int (*open_doors)(struct cx_cgroup *cgroup);
	const char *peak; /* of memory: the file that forgets it when 0 is written; NULL: none */
	void (*read)(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret);
	void (*read_cpu)(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret);
	/* As if it were new, where making one takes longer. 0; -1: it is not empty. NULL: it does not. */
	int (*renew)(struct cx_cgroup *cgroup);
};

extern const struct cx_cgroup_driver cx_cgroup_v1;
extern const struct cx_cgroup_driver cx_cgroup_v2;

/* For the files of a cgroup. 0, or -1 with errno. */
int cx_cgroup_write(int dir_fd, const char *file, const char *text);
int cx_cgroup_write_number(int dir_fd, const char *file, uint64_t number);
/* The number in a file; 0 where there is none. */
uint64_t cx_cgroup_number(int dir_fd, const char *file);
/* The number behind a name in a file of lines "NAME NUMBER"; 0 where there is none. */
uint64_t cx_cgroup_field(int dir_fd, const char *file, const char *name);

#endif
