#include "sandbox/cgroup.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/fd.h"
#include "sandbox/cgroup_driver.h"

enum { CGROUP2_MAGIC = 0x63677270 };

/* ---- files ---- */

int cx_cgroup_write(int dir_fd, const char *file, const char *text)
{
	cleanup_fd int fd = openat(dir_fd, file, O_WRONLY | O_CLOEXEC);
	return fd < 0 || write(fd, text, strlen(text)) < 0 ? -1 : 0;
}

int cx_cgroup_write_number(int dir_fd, const char *file, uint64_t number)
{
	char text[24];
	snprintf(text, sizeof(text), "%" PRIu64, number);
	return cx_cgroup_write(dir_fd, file, text);
}

uint64_t cx_cgroup_number(int dir_fd, const char *file)
{
	char text[32];
	return cx_read_text(dir_fd, file, text, sizeof(text)) > 0 ? strtoull(text, NULL, 10) : 0;
}

uint64_t cx_cgroup_field(int dir_fd, const char *file, const char *name)
{
	char text[1024];
	size_t len = strlen(name);
	if (cx_read_text(dir_fd, file, text, sizeof(text)) <= 0)
		return 0;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		if (!strncmp(line, name, len) && line[len] == ' ')
			return strtoull(line + len, NULL, 10);
	}
	return 0;
}

/* ---- the root ---- */

static const struct cx_cgroup_driver *driver_of(int version)
{
	return version == 2 ? &cx_cgroup_v2 : &cx_cgroup_v1;
}

int cx_cgroup_root_open(struct cx_cgroup_root *ret, struct cx_layer_status *ret_status)
{
	struct cx_cgroup_root root = CX_CGROUP_ROOT_NONE;
	struct statfs fs;
	*ret_status = (struct cx_layer_status){ .state = CX_LAYER_UNSUPPORTED };
	if (statfs("/sys/fs/cgroup", &fs) < 0) {
		snprintf(ret_status->why, sizeof(ret_status->why), "/sys/fs/cgroup: %s", strerror(errno));
		return -1;
	}
	root.version = fs.f_type == CGROUP2_MAGIC ? 2 : 1;
	if (driver_of(root.version)->open_root(&root, ret_status) < 0) {
		cx_cgroup_root_close(&root);
		return -1;
	}
	*ret_status = (struct cx_layer_status){ .state = CX_LAYER_ON, .version = root.version };
	snprintf(ret_status->why, sizeof(ret_status->why),
		 "version %d: memory, processes and CPU time of a run as a whole, by the kernel",
		 root.version);
	*ret = root;
	return 0;
}

void cx_cgroup_root_close(struct cx_cgroup_root *root)
{
	for (int i = 0; i < CX_CGROUP_PARTS; i++)
		cx_close(&root->fds[i]);
	root->version = 0;
}

/* ---- one guest's ---- */

/* Version 1 has no stroke that kills all: list and kill until nobody is left. A zombie is left only for its parent. */
static void kill_members(int parent_fd, const char *name)
{
	enum { ROUNDS = 200, ROUND_US = 5000 };
	char path[64], text[4096];
	snprintf(path, sizeof(path), "%s/cgroup.procs", name);
	for (int i = 0; i < ROUNDS && cx_read_text(parent_fd, path, text, sizeof(text)) > 0; i++) {
		char *end;
		for (char *at = text; *at; at = *end ? end + 1 : end) {
			pid_t pid = (pid_t)strtol(at, &end, 10);
			if (pid <= 1)
				break;
			kill(pid, SIGKILL);
		}
		usleep(ROUND_US);
	}
}

bool cx_cgroup_kill(const struct cx_cgroup_root *root, const char *name)
{
	char path[64];
	snprintf(path, sizeof(path), "%s/cgroup.kill", name);
	return root->version == 2 && cx_cgroup_write(root->fds[0], path, "1") == 0;
}

int cx_cgroup_remove(const struct cx_cgroup_root *root, const char *name)
{
	int saved = 0;
	for (size_t i = 0; root->version && i < driver_of(root->version)->parts; i++)
		if (unlinkat(root->fds[i], name, AT_REMOVEDIR) < 0 && errno != ENOENT)
			saved = errno;
	errno = saved;
	return saved ? -1 : 0;
}

static int clear(const struct cx_cgroup_root *root, const char *name)
{
	enum { ROUNDS = 200, ROUND_US = 5000 };
	if (cx_cgroup_remove(root, name) == 0)
		return 0;
	if (!cx_cgroup_kill(root, name))
		for (size_t i = 0; i < driver_of(root->version)->parts; i++)
			kill_members(root->fds[i], name);
	/* What was killed is gone when its parent, or init, has heard of it. */
	for (int i = 0; i < ROUNDS; i++) {
		if (cx_cgroup_remove(root, name) == 0)
			return 0;
		usleep(ROUND_US);
	}
	return -1;
}

static int make(struct cx_cgroup *cgroup)
{
	const struct cx_cgroup_root *root = cgroup->root;
	const struct cx_cgroup_driver *driver = driver_of(root->version);
	for (size_t i = 0; i < driver->parts; i++) {
		if (mkdirat(root->fds[i], cgroup->name, 0755) < 0 &&
		    (errno != EEXIST || clear(root, cgroup->name) < 0 ||
		     mkdirat(root->fds[i], cgroup->name, 0755) < 0))
			return -1;
		cgroup->dirs[i] = openat(root->fds[i], cgroup->name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (cgroup->dirs[i] < 0)
			return -1;
	}
	return driver->open_doors(cgroup);
}

/* NULL, or the file that cannot be written. Most guests have the limits of the one before them. */
static const char *set_limits(struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits)
{
	const struct cx_cgroup_limits *there = &cgroup->limits;
	if (there->memory_bytes == limits->memory_bytes && there->processes == limits->processes)
		return NULL;
	const char *file = driver_of(cgroup->root->version)->limit(cgroup, limits);
	cgroup->limits = *limits;
	if (file)
		cgroup->limits = (struct cx_cgroup_limits){ 0 };
	return file;
}

int cx_cgroup_begin(struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits, struct cx_error *err)
{
	const struct cx_cgroup_driver *driver = driver_of(cgroup->root->version);
	bool used = cgroup->dirs[0] >= 0;
	bool renewed = used && driver->renew && driver->renew(cgroup) == 0;
	if (!renewed) {
		cx_cgroup_close(cgroup);
		if ((used && clear(cgroup->root, cgroup->name) < 0) || make(cgroup) < 0)
			return cx_fail_errno(err, CX_EUNAVAILABLE, "cgroup: cannot make %s", cgroup->name);
	}
	const char *file = set_limits(cgroup, limits);
	if (file)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cgroup: cannot write %s", file);
	return 0;
}

int cx_cgroup_change(struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits, struct cx_error *err)
{
	const struct cx_cgroup_driver *driver = driver_of(cgroup->root->version);
	const char *file = set_limits(cgroup, limits);
	if (file)
		return cx_fail_errno(err, CX_ESANDBOX, "cgroup: cannot write %s", file);
	if (driver->peak)
		cx_cgroup_write(cgroup->dirs[0], driver->peak, "0");
	return 0;
}

void cx_cgroup_read(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret)
{
	driver_of(cgroup->root->version)->read(cgroup, ret);
}

void cx_cgroup_read_cpu(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret)
{
	*ret = (struct cx_cgroup_usage){ 0 };
	driver_of(cgroup->root->version)->read_cpu(cgroup, ret);
}

void cx_cgroup_close(struct cx_cgroup *cgroup)
{
	cgroup->oom_kills_before = cgroup->refused_tasks_before = 0;
	cgroup->limits = (struct cx_cgroup_limits){ 0 };
	for (int i = 0; i < CX_CGROUP_PARTS; i++) {
		cx_close(&cgroup->dirs[i]);
		cx_close(&cgroup->doors[i]);
	}
}

/* "0" is the caller. */
int cx_cgroup_enter(int version, const int doors[CX_CGROUP_PARTS])
{
	if (version == 2)
		return write(doors[1], "0", 1) < 0 ? -1 : 0;
	for (int i = 0; i < CX_CGROUP_PARTS; i++)
		if (write(doors[i], "0", 1) < 0)
			return -1;
	return 0;
}

/* ---- probe ---- */

static int enter_in_child(const struct cx_cgroup *cgroup)
{
	pid_t pid = fork();
	if (pid < 0)
		return errno;
	if (pid == 0) {
		struct cx_cgroup_usage usage;
		if (cx_cgroup_enter(cgroup->root->version, cgroup->doors) < 0)
			_exit(errno);
		cx_cgroup_read(cgroup, &usage);
		_exit(usage.tasks == 1 ? 0 : EPROTO);
	}
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : EPROTO;
}

struct cx_layer_status cx_cgroup_probe(const char *name)
{
	static const struct cx_cgroup_limits limits = { .memory_bytes = 64 << 20, .processes = 4 };
	struct cx_cgroup_root root = CX_CGROUP_ROOT_NONE;
	struct cx_cgroup cgroup = CX_CGROUP_NONE;
	struct cx_layer_status status;
	struct cx_error err;
	if (cx_cgroup_root_open(&root, &status) < 0)
		return status;
	cgroup.root = &root;
	snprintf(cgroup.name, sizeof(cgroup.name), "%s", name);
	int error = 0;
	if (cx_cgroup_begin(&cgroup, &limits, &err) < 0)
		status = (struct cx_layer_status){ .state = CX_LAYER_DENIED };
	else if ((error = enter_in_child(&cgroup)))
		cx_fail(&err, CX_EUNAVAILABLE, "cgroup: cannot enter %s: %s", name, strerror(error));
	if (error || status.state != CX_LAYER_ON) {
		status = (struct cx_layer_status){ .state = CX_LAYER_DENIED };
		snprintf(status.why, sizeof(status.why), "%.199s", err.msg);
	}
	cx_cgroup_close(&cgroup);
	cx_cgroup_remove(&root, name);
	cx_cgroup_root_close(&root);
	return status;
}
