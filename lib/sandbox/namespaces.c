#include "sandbox/namespaces.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "sandbox/rootfs.h"

const char *const cx_namespaces_dirs[CX_SLOT_DIRS] = { "/work", "/build", "/tmp" };
const char cx_namespaces_data[] = "/languages";
const char cx_namespaces_shelf[] = "/preludes";

pid_t cx_namespaces_fork(unsigned long more)
{
	/* The others are made in the child, while its parent goes on with its work. */
	unsigned long flags = CLONE_NEWPID | SIGCHLD | more;
	if (geteuid() != 0)
		flags |= CLONE_NEWUSER;
	/* Without a stack of its own the child goes on with a copy of ours, as after fork(2). */
	return (pid_t)syscall(SYS_clone, flags, NULL, NULL, NULL, NULL);
}

static int write_file(const char *path, const char *text)
{
	cleanup_fd int fd = open(path, O_WRONLY | O_CLOEXEC);
	return fd < 0 || write(fd, text, strlen(text)) < 0 ? -1 : 0;
}

/* Our uid is the same inside as outside: user_namespaces(7) lets a process map that one by itself. */
static int map_identity(uid_t uid, gid_t gid)
{
	char line[64];
	if (write_file("/proc/self/setgroups", "deny") < 0)
		return -1;
	snprintf(line, sizeof(line), "%u %u 1", (unsigned)gid, (unsigned)gid);
	if (write_file("/proc/self/gid_map", line) < 0)
		return -1;
	snprintf(line, sizeof(line), "%u %u 1", (unsigned)uid, (unsigned)uid);
	return write_file("/proc/self/uid_map", line);
}

const char *cx_namespaces_begin(uid_t uid, gid_t gid, bool net, int *ret_root)
{
	if (uid != 0 && map_identity(uid, gid) < 0)
		return "map the uid into a user namespace";
	/* That of cgroups comes last, when the guest is in the cgroup that is to be its top: spawn.c. */
	if (unshare(CLONE_NEWNS | CLONE_NEWIPC | CLONE_NEWUTS | (net ? CLONE_NEWNET : 0)) < 0)
		return "make mount, ipc, uts and network namespaces";
	if (sethostname("codex-run", 9) < 0)
		return "set a host name of its own";
	return cx_rootfs_begin(ret_root);
}

const char *cx_namespaces_enter(int root_fd, const struct cx_view *view, const struct cx_slot *slot)
{
	return cx_rootfs_enter(root_fd, view, slot, cx_namespaces_dirs);
}
