#include "base/tree.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"

enum { OPEN_SUBDIR = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC };

static bool is_dot(const char *name)
{
	return !strcmp(name, ".") || !strcmp(name, "..");
}

/*
 * Open a directory that its owner may have made unreadable. The mode is changed through the open
 * directory itself, never through its name, which could meanwhile be a symlink to somewhere else.
 */
static int open_subdir(int parent_fd, const char *name)
{
	int fd = openat(parent_fd, name, OPEN_SUBDIR);
	if (fd >= 0 || errno != EACCES)
		return fd;
	cleanup_fd int handle = openat(parent_fd, name, O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (handle < 0)
		return -1;
	char self[40];
	snprintf(self, sizeof(self), "/proc/self/fd/%d", handle);
	if (chmod(self, 0700) < 0)
		return -1;
	return openat(parent_fd, name, OPEN_SUBDIR);
}

/* A listing of its own, so that the caller's descriptor keeps its place. */
static DIR *open_listing(int dir_fd)
{
	cleanup_fd int copy = openat(dir_fd, ".", OPEN_SUBDIR);
	if (copy < 0)
		return NULL;
	DIR *dir = fdopendir(copy);
	if (dir)
		steal_fd(&copy);
	return dir;
}

/*
 * A directory that is not empty moves up to the top under a number and is listed there later, so that
 * depth costs neither descriptors nor stack.
 */
static int hoist(int top_fd, int parent_fd, const char *name, unsigned long *serial)
{
	cleanup_fd int child = open_subdir(parent_fd, name);
	if (child < 0)
		return -1;
	/* Renaming a directory into another parent needs write permission on it, for its "..". */
	if (fchmod(child, 0700) < 0)
		return -1;
	for (;;) {
		char number[32];
		snprintf(number, sizeof(number), "%lu", (*serial)++);
		struct stat st;
		if (fstatat(top_fd, number, &st, AT_SYMLINK_NOFOLLOW) == 0)
			continue;
		return renameat(parent_fd, name, top_fd, number);
	}
}

/* Remove the entries of one directory that is not the top; directories with content are hoisted. */
static int clear_level(int top_fd, int dir_fd, unsigned long *serial)
{
	cleanup_dir DIR *dir = open_listing(dir_fd);
	if (!dir)
		return -1;
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (is_dot(entry->d_name) || unlinkat(dir_fd, entry->d_name, 0) == 0)
			continue;
		if (unlinkat(dir_fd, entry->d_name, AT_REMOVEDIR) == 0)
			continue;
		if (hoist(top_fd, dir_fd, entry->d_name, serial) < 0)
			return -1;
	}
	return 0;
}

/* One pass over the top; *ret_left tells whether another one is needed. */
static int clear_top(int top_fd, unsigned long *serial, bool *ret_left)
{
	cleanup_dir DIR *dir = open_listing(top_fd);
	if (!dir)
		return -1;
	*ret_left = false;
	for (struct dirent *entry; (entry = readdir(dir));) {
		if (is_dot(entry->d_name) || unlinkat(top_fd, entry->d_name, 0) == 0)
			continue;
		*ret_left = true;
		cleanup_fd int child = open_subdir(top_fd, entry->d_name);
		if (child < 0) {
			if (errno == ENOENT) /* hoisted or removed since it was listed */
				continue;
			return -1;
		}
		if (fchmod(child, 0700) < 0 || clear_level(top_fd, child, serial) < 0)
			return -1;
		if (unlinkat(top_fd, entry->d_name, AT_REMOVEDIR) < 0 && errno != ENOENT)
			return -1;
	}
	return 0;
}

int cx_tree_empty(int dir_fd)
{
	unsigned long serial = 0;
	for (bool left = true; left;)
		if (clear_top(dir_fd, &serial, &left) < 0)
			return -1;
	return 0;
}

static void add_entry(struct cx_tree_size *size, const struct stat *st)
{
	uint64_t allocated = (uint64_t)st->st_blocks * 512;
	/* A file with several names is counted once for each: an upper bound that needs no memory. */
	size->bytes += allocated > CX_TREE_INODE_BYTES ? allocated : CX_TREE_INODE_BYTES;
	if (S_ISREG(st->st_mode) && (uint64_t)st->st_size > size->largest_file)
		size->largest_file = (uint64_t)st->st_size;
}

static void measure_level(int dir_fd, unsigned depth, uint64_t enough, struct cx_tree_size *size)
{
	cleanup_dir DIR *dir = open_listing(dir_fd);
	if (!dir)
		return;
	for (struct dirent *entry; size->bytes <= enough && (entry = readdir(dir));) {
		struct stat st;
		if (is_dot(entry->d_name) || fstatat(dir_fd, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0)
			continue;
		add_entry(size, &st);
		if (!S_ISDIR(st.st_mode))
			continue;
		if (depth == CX_TREE_MAX_DEPTH) {
			size->too_deep = true;
			continue;
		}
		cleanup_fd int child = open_subdir(dir_fd, entry->d_name);
		if (child >= 0)
			measure_level(child, depth + 1, enough, size);
	}
}

void cx_tree_measure(int dir_fd, uint64_t enough, struct cx_tree_size *size)
{
	measure_level(dir_fd, 1, enough, size);
}
