#include "sandbox/state.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <limits.h>
#include <linux/magic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/random.h>
#include <sys/stat.h>
#include <sys/vfs.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"
#include "base/reach.h"
#include "codex/environment.h"
#include "sandbox/slots.h"

static int check_directory(int fd, const char *path, struct cx_error *err)
{
	struct stat st;
	struct statvfs fs;
	if (fstat(fd, &st) < 0 || fstatvfs(fd, &fs) < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "%s", path);
	if (st.st_uid != geteuid())
		return cx_fail(err, CX_EUNAVAILABLE, "%s belongs to uid %u, not to us", path,
			       (unsigned)st.st_uid);
	if (st.st_mode & (S_IWGRP | S_IWOTH))
		return cx_fail(err, CX_EUNAVAILABLE, "%s may be written by others (chmod go-w it)", path);
	if (fs.f_flag & ST_NOEXEC)
		return cx_fail(err, CX_EUNAVAILABLE, "%s is on a file system mounted noexec", path);
	if (fs.f_flag & ST_RDONLY)
		return cx_fail(err, CX_EUNAVAILABLE, "%s is on a read-only file system", path);
	char closed[PATH_MAX];
	if (geteuid() == 0 && !cx_reach_by_others(path, closed, sizeof(closed)))
		return cx_fail(err, CX_EUNAVAILABLE, "%s is closed to other users (chmod o+x it)", closed);
	return 0;
}

static int try_path(const char *path, struct cx_state *ret, struct cx_error *err)
{
	bool root = geteuid() == 0;
	if (strlen(path) >= sizeof(ret->path))
		return cx_fail(err, CX_EUNAVAILABLE, "%s is longer than %zu bytes", path,
			       sizeof(ret->path) - 1);
	if (mkdir(path, root ? 0711 : 0700) < 0 && errno != EEXIST)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot make %s", path);
	cleanup_fd int fd = open(path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot open %s", path);
	if (check_directory(fd, path, err) < 0)
		return -1;
	/* The umask may have narrowed the mode. */
	if (root && fchmod(fd, 0711) < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot open %s to the slots' uids", path);
	snprintf(ret->path, sizeof(ret->path), "%s", path);
	ret->dir_fd = steal_fd(&fd);
	return 0;
}

enum { CANDIDATES = 3 };

static size_t list_candidates(char candidates[CANDIDATES][PATH_MAX])
{
	size_t len = 0;
	unsigned uid = geteuid();
	const char *runtime_dir = cx_env_text("XDG_RUNTIME_DIR");
	if (uid == 0) {
		snprintf(candidates[len++], PATH_MAX, "/run/codex-run");
		snprintf(candidates[len++], PATH_MAX, "/var/lib/codex-run");
		snprintf(candidates[len++], PATH_MAX, "/tmp/codex-run-0");
		return len;
	}
	if (runtime_dir && runtime_dir[0] == '/')
		snprintf(candidates[len++], PATH_MAX, "%s/codex-run", runtime_dir);
	snprintf(candidates[len++], PATH_MAX, "/tmp/codex-run-%u", uid);
	snprintf(candidates[len++], PATH_MAX, "/var/tmp/codex-run-%u", uid);
	return len;
}

int cx_state_open(const char *configured, struct cx_state *ret, struct cx_error *err)
{
	if (configured && configured[0] != '/')
		return cx_fail(err, CX_EINPUT, "CODEX_STATE_DIR: %s is not an absolute path", configured);
	if (configured)
		return try_path(configured, ret, err) < 0 ? cx_fail_wrap(err, "CODEX_STATE_DIR") : 0;

	char candidates[CANDIDATES][PATH_MAX];
	size_t len = list_candidates(candidates);
	char tried[3 * sizeof(err->msg)] = "";
	for (size_t i = 0; i < len; i++) {
		if (try_path(candidates[i], ret, err) == 0)
			return 0;
		size_t used = strlen(tried);
		snprintf(tried + used, sizeof(tried) - used, "%s%s", used ? "; " : "", err->msg);
	}
	return cx_fail(err, CX_EUNAVAILABLE, "no state directory can be used (%.300s): set CODEX_STATE_DIR",
		       tried);
}

void cx_state_close(struct cx_state *state)
{
	cx_close(&state->dir_fd);
}

bool cx_state_is_memory(const struct cx_state *state)
{
	struct statfs fs;
	return fstatfs(state->dir_fd, &fs) == 0 && (fs.f_type == TMPFS_MAGIC || fs.f_type == RAMFS_MAGIC);
}

enum {
	UID_RANGE_START = 2000000000, /* above what distributions, systemd and container engines hand out */
	UID_RANGES = 65536,
};

/* How far the current user namespace maps uids from `uid` on: 0 when it does not. See user_namespaces(7). */
static uint64_t mapped_from(uint64_t uid, uint64_t *ret_top)
{
	cleanup_file FILE *map = fopen("/proc/self/uid_map", "re");
	uint64_t inside, outside, count, found = 0;
	*ret_top = map ? 0 : UINT32_MAX;
	if (!map)
		return UINT32_MAX - uid;
	while (fscanf(map, "%" SCNu64 " %" SCNu64 " %" SCNu64, &inside, &outside, &count) == 3) {
		if (uid >= inside && uid < inside + count)
			found = inside + count - uid;
		if (inside + count > *ret_top)
			*ret_top = inside + count;
	}
	return found;
}

static int draw_first_uid(uid_t *ret, struct cx_error *err)
{
	uint16_t drawn;
	if (getrandom(&drawn, sizeof(drawn), 0) != sizeof(drawn))
		return cx_fail_errno(err, CX_EINTERNAL, "getrandom");
	uint64_t top, first = UID_RANGE_START + (uint64_t)drawn * CX_SLOT_UIDS;
	if (mapped_from(first, &top) < CX_SLOT_UIDS) {
		if (top < 2 * CX_SLOT_UIDS)
			return cx_fail(
				err, CX_EUNAVAILABLE,
				"this user namespace maps too few uids for a uid per slot (%u are needed)",
				CX_SLOT_UIDS);
		/* Below the last 64, where 65534 (nobody) lies in a map of 65536. */
		first = top - 64 - CX_SLOT_UIDS;
	}
	*ret = (uid_t)first;
	return 0;
}

int cx_state_first_uid(const struct cx_state *state, uid_t *ret, struct cx_error *err)
{
	cleanup_fd int fd =
		openat(state->dir_fd, "first-uid", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot open %s/first-uid", state->path);
	char text[16] = "";
	unsigned long known;
	uint64_t top;
	if (pread(fd, text, sizeof(text) - 1, 0) > 0 && (known = strtoul(text, NULL, 10)) > UINT16_MAX / 2 &&
	    mapped_from(known, &top) >= CX_SLOT_UIDS) {
		*ret = (uid_t)known;
		return 0;
	}
	if (draw_first_uid(ret, err) < 0)
		return -1;
	int len = snprintf(text, sizeof(text), "%u\n", (unsigned)*ret);
	if (ftruncate(fd, 0) < 0 || pwrite(fd, text, (size_t)len, 0) != len)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot write %s/first-uid", state->path);
	return 0;
}
