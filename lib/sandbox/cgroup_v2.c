/*
 * Version 2: one tree. A service manager delegates a part of it by giving it to us, or by marking it; else root uses
 * the top. Only a cgroup without processes of its own may hand controllers down ("no internal processes"), the top
 * excepted: we move into a leaf of the delegated one, and with us, where it is marked as delegated, what else is in it:
 * the script that started us and its nginx, in a unit of systemd. One that is not marked is not ours alone; there we
 * must be the only process.
 */
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"
#include "sandbox/cgroup_driver.h"

enum { OPEN_DIR = O_RDONLY | O_DIRECTORY | O_CLOEXEC };

static const char top[] = "/sys/fs/cgroup";
static const char our_leaf[] = "codex-run-supervisor";

/* The cgroup that we are in, as a path; false when it cannot be told. */
static bool find_own(char *path, size_t size)
{
	char text[4096];
	if (cx_read_text(AT_FDCWD, "/proc/self/cgroup", text, sizeof(text)) <= 0)
		return false;
	const char *line = strstr(text, "0::/");
	if (!line)
		return false;
	const char *own = line + 3;
	/* We have moved into our leaf before: the cgroup that was delegated is the one above. */
	int len = (int)strcspn(own, "\n");
	int leaf = (int)sizeof(our_leaf) - 1;
	if (len > leaf && !strncmp(own + len - leaf, our_leaf, (size_t)leaf) && own[len - leaf - 1] == '/')
		len -= leaf + 1;
	return (size_t)snprintf(path, size, "%s%.*s", top, len, own) < size;
}

/* By a service manager, which then leaves to us what becomes of it and its processes. */
static bool is_marked(const char *path)
{
	char mark[8] = "";
	return (getxattr(path, "user.delegate", mark, sizeof(mark)) > 0 ||
		getxattr(path, "trusted.delegate", mark, sizeof(mark)) > 0) &&
	       mark[0] == '1';
}

static bool is_delegated(const char *path)
{
	return geteuid() != 0 || is_marked(path); /* not ours, it may not be written */
}

/*
 * Memory first: cpu alone may be handed down beside processes, which then makes the cgroup one of threads, and that
 * one cannot hand down memory.
 */
static int hand_down(int dir_fd)
{
	if (cx_cgroup_write(dir_fd, "cgroup.subtree_control", "+memory +pids") < 0)
		return -1;
	/* More CPU for those who wait than for those who compute is welcome, but no wall. */
	(void)cx_cgroup_write(dir_fd, "cgroup.subtree_control", "+cpu");
	return 0;
}

/* All processes of the cgroup into the leaf. One that has ended meanwhile is no failure; what is forked, another look. */
static void move_others(int dir_fd, int leaf_fd)
{
	enum { LOOKS = 20 };
	char text[4096];
	for (int i = 0; i < LOOKS && cx_read_text(dir_fd, "cgroup.procs", text, sizeof(text)) > 0; i++)
		for (char *at = text, *end = at; *at; at = end + (*end == '\n')) {
			end = at + strcspn(at, "\n");
			uint64_t pid = strtoull(at, NULL, 10);
			if (pid)
				(void)cx_cgroup_write_number(leaf_fd, "cgroup.procs", pid);
		}
}

/* Out of the cgroup, so that it has no processes of its own; and back, when others that are not ours stay there. */
static int hand_down_from_leaf(int dir_fd, bool marked)
{
	if (mkdirat(dir_fd, our_leaf, 0755) < 0 && errno != EEXIST)
		return -1;
	cleanup_fd int leaf = openat(dir_fd, our_leaf, OPEN_DIR);
	if (leaf < 0 || cx_cgroup_write(leaf, "cgroup.procs", "0") < 0)
		return -1;
	if (marked)
		move_others(dir_fd, leaf);
	if (hand_down(dir_fd) == 0)
		return 0;
	int saved = errno;
	(void)cx_cgroup_write(dir_fd, "cgroup.procs", "0");
	unlinkat(dir_fd, our_leaf, AT_REMOVEDIR);
	errno = saved;
	return -1;
}

static bool has_controllers(int dir_fd)
{
	char text[256];
	if (cx_read_text(dir_fd, "cgroup.subtree_control", text, sizeof(text)) < 0)
		return false;
	return strstr(text, "memory") && strstr(text, "pids");
}

static int open_root(struct cx_cgroup_root *ret, struct cx_layer_status *ret_status)
{
	char path[PATH_MAX];
	const char *failed = NULL;
	if (!find_own(path, sizeof(path)) || !is_delegated(path))
		snprintf(path, sizeof(path), "%s", top);
	ret->fds[0] = open(path, OPEN_DIR);
	if (ret->fds[0] < 0 || faccessat(ret->fds[0], "cgroup.procs", W_OK, AT_EACCESS) < 0)
		failed = "no right to it";
	else if (!has_controllers(ret->fds[0]) && hand_down(ret->fds[0]) < 0 &&
		 (errno != EBUSY || hand_down_from_leaf(ret->fds[0], is_marked(path)) < 0))
		failed = "it does not hand down memory and pids";
	if (!failed)
		return 0;
	ret_status->state = CX_LAYER_DENIED;
	snprintf(ret_status->why, sizeof(ret_status->why), "%.100s (version 2): %s: %s", path, failed,
		 strerror(errno));
	return -1;
}

static const char *limit(const struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits)
{
	int dir = cgroup->dirs[0];
	if (cx_cgroup_write_number(dir, "memory.max", limits->memory_bytes) < 0)
		return "memory.max";
	/* Not there in a kernel without swap. */
	if (cx_cgroup_write(dir, "memory.swap.max", "0") < 0 && errno != ENOENT)
		return "memory.swap.max";
	/* A run that lost one process to this is over: Linux 4.19. */
	if (cx_cgroup_write(dir, "memory.oom.group", "1") < 0 && errno != ENOENT)
		return "memory.oom.group";
	if (cx_cgroup_write_number(dir, "pids.max", limits->processes) < 0)
		return "pids.max";
	if (cx_cgroup_write(dir, "cpu.weight", "50") < 0 && errno != ENOENT)
		return "cpu.weight";
	return NULL;
}

/* The first one is for clone3(2), which makes a process inside; the other for one that moves by itself. */
static int open_doors(struct cx_cgroup *cgroup)
{
	cgroup->doors[0] = fcntl(cgroup->dirs[0], F_DUPFD_CLOEXEC, 3);
	cgroup->doors[1] = openat(cgroup->dirs[0], "cgroup.procs", O_WRONLY | O_CLOEXEC);
	return cgroup->doors[0] < 0 || cgroup->doors[1] < 0 ? -1 : 0;
}

static void read_cpu(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret)
{
	ret->user_us = cx_cgroup_field(cgroup->dirs[0], "cpu.stat", "user_usec");
	ret->system_us = cx_cgroup_field(cgroup->dirs[0], "cpu.stat", "system_usec");
}

static void read_usage(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret)
{
	int dir = cgroup->dirs[0];
	*ret = (struct cx_cgroup_usage){
		.memory_peak_bytes = cx_cgroup_number(dir, "memory.peak"),
		.oom_kills = cx_cgroup_field(dir, "memory.events", "oom_kill"),
		.tasks = cx_cgroup_number(dir, "pids.current"),
		.refused_tasks = cx_cgroup_field(dir, "pids.events", "max"),
	};
	read_cpu(cgroup, ret);
}

const struct cx_cgroup_driver cx_cgroup_v2 = { 1,    open_root,	 limit,	   open_doors,
					       NULL, read_usage, read_cpu, NULL };
