#include "sandbox/landlock.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/syscalls.h"

/* What the kernel accepts in a rule for something that is not a directory; more is EINVAL. */
static const uint64_t file_rights = CX_LANDLOCK_FS_EXECUTE | CX_LANDLOCK_FS_WRITE_FILE |
				    CX_LANDLOCK_FS_READ_FILE | CX_LANDLOCK_FS_TRUNCATE |
				    CX_LANDLOCK_FS_IOCTL_DEV;

int cx_landlock_abi(void)
{
	long abi = syscall(SYS_landlock_create_ruleset, NULL, 0, CX_LANDLOCK_CREATE_RULESET_VERSION);
	return abi > 0 ? (int)abi : 0;
}

/* All that is handled is denied where no rule allows it. */
static struct cx_landlock_ruleset_attr handled_by(int abi)
{
	struct cx_landlock_ruleset_attr attr = {
		.handled_access_fs = (CX_LANDLOCK_FS_MAKE_SYM << 1) - 1,
	};
	if (abi >= 2)
		attr.handled_access_fs |= CX_LANDLOCK_FS_REFER;
	if (abi >= 3)
		attr.handled_access_fs |= CX_LANDLOCK_FS_TRUNCATE;
	if (abi >= 4)
		attr.handled_access_net = CX_LANDLOCK_NET_BIND_TCP | CX_LANDLOCK_NET_CONNECT_TCP;
	if (abi >= 5)
		attr.handled_access_fs |= CX_LANDLOCK_FS_IOCTL_DEV;
	if (abi >= 6)
		attr.scoped = CX_LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET | CX_LANDLOCK_SCOPE_SIGNAL;
	return attr;
}

/* Truncation goes with writing, so that open(O_TRUNC) works; ioctls on devices are never granted. */
static uint64_t rights_of(unsigned access)
{
	uint64_t rights = 0;
	if (access & CX_ACCESS_READ)
		rights |= CX_LANDLOCK_FS_READ_FILE | CX_LANDLOCK_FS_READ_DIR;
	if (access & CX_ACCESS_EXECUTE)
		rights |= CX_LANDLOCK_FS_EXECUTE;
	if (access & (CX_ACCESS_WRITE | CX_ACCESS_CREATE))
		rights |= CX_LANDLOCK_FS_WRITE_FILE | CX_LANDLOCK_FS_TRUNCATE;
	if (access & CX_ACCESS_CREATE)
		rights |= CX_LANDLOCK_FS_MAKE_REG | CX_LANDLOCK_FS_MAKE_DIR | CX_LANDLOCK_FS_MAKE_SYM |
			  CX_LANDLOCK_FS_MAKE_FIFO | CX_LANDLOCK_FS_REMOVE_FILE | CX_LANDLOCK_FS_REMOVE_DIR |
			  CX_LANDLOCK_FS_REFER;
	return rights;
}

static int add_rule(int ruleset_fd, uint64_t handled, const struct cx_landlock_path *path,
		    struct cx_error *err)
{
	const char *name = path->path ? path->path : "a descriptor";
	cleanup_fd int opened = -1;
	int fd = path->fd;
	if (path->path) {
		fd = opened = open(path->path, O_PATH | O_CLOEXEC);
		if (fd < 0 && (errno == ENOENT || errno == ENOTDIR))
			return 0;
	}
	struct stat st;
	if (fd < 0 || fstat(fd, &st) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "Landlock: open %s", name);

	uint64_t rights = rights_of(path->access) & handled;
	if (!S_ISDIR(st.st_mode))
		rights &= file_rights;
	if (!rights)
		return 0; /* the kernel refuses an empty rule, and without a rule nothing is allowed */
	struct cx_landlock_path_beneath_attr rule = { .allowed_access = rights, .parent_fd = fd };
	if (syscall(SYS_landlock_add_rule, ruleset_fd, CX_LANDLOCK_RULE_PATH_BENEATH, &rule, 0) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "Landlock: a rule for %s", name);
	return 0;
}

int cx_landlock_build(int abi, const struct cx_landlock_path *paths, size_t len, int *ret_fd,
		      struct cx_error *err)
{
	struct cx_landlock_ruleset_attr attr = handled_by(abi);
	cleanup_fd int fd = (int)syscall(SYS_landlock_create_ruleset, &attr, sizeof(attr), 0);
	if (fd < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "Landlock: create a ruleset");
	for (size_t i = 0; i < len; i++)
		if (add_rule(fd, attr.handled_access_fs, &paths[i], err) < 0)
			return -1;
	*ret_fd = steal_fd(&fd);
	return 0;
}

int cx_landlock_restrict(int ruleset_fd)
{
	return syscall(SYS_landlock_restrict_self, ruleset_fd, 0) < 0 ? -1 : 0;
}

/* 0 when the wall holds, else an errno; 255 when it was put up and did not hold. */
static int try_in_child(int ruleset_fd)
{
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || cx_landlock_restrict(ruleset_fd) < 0)
		return errno;
	if (open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) >= 0)
		return 255;
	return errno == EACCES ? 0 : errno;
}

static int try_wall(int abi)
{
	struct cx_error err;
	cleanup_fd int ruleset_fd = -1;
	if (cx_landlock_build(abi, NULL, 0, &ruleset_fd, &err) < 0)
		return err.sys_errno;
	pid_t pid = fork();
	if (pid < 0)
		return errno;
	if (pid == 0)
		_exit(try_in_child(ruleset_fd));
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static const char *covers(int abi)
{
	if (abi >= 6)
		return "files, TCP, device ioctls, signals and abstract sockets";
	if (abi == 5)
		return "files, TCP and device ioctls; not signals (ABI 6, Linux 6.12)";
	if (abi == 4)
		return "files and TCP; not signals (ABI 6, Linux 6.12)";
	return "files; not signals (ABI 6, Linux 6.12)";
}

static struct cx_layer_status off(int error)
{
	struct cx_layer_status status = { .state = CX_LAYER_DENIED };
	if (error == ENOSYS) {
		status.state = CX_LAYER_UNSUPPORTED;
		snprintf(status.why, sizeof(status.why),
			 "this kernel does not have it: needs Linux 5.13 with CONFIG_SECURITY_LANDLOCK");
	} else if (error == EOPNOTSUPP) {
		snprintf(status.why, sizeof(status.why),
			 "in the kernel, but off: add landlock to lsm= on its command line");
	} else if (error == 255) {
		snprintf(status.why, sizeof(status.why),
			 "put up, but a forbidden directory could still be read");
	} else {
		snprintf(status.why, sizeof(status.why),
			 "the host refuses it (%s): allow the landlock_* calls in the container's seccomp "
			 "profile",
			 strerror(error));
	}
	return status;
}

struct cx_layer_status cx_landlock_probe(void)
{
	errno = 0;
	int abi = cx_landlock_abi();
	int error = abi ? try_wall(abi) : errno;
	if (error)
		return off(error);
	struct cx_layer_status status = { .state = CX_LAYER_ON, .version = abi };
	snprintf(status.why, sizeof(status.why), "ABI %d: %s", abi, covers(abi));
	return status;
}
