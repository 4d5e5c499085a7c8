#include "stage/workspace.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"

enum {
	OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC,
	CREATE_FILE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC,
	/* Non-blocking, or a FIFO in the file's place would hold us up. */
	READ_FILE = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
};

static int give(const struct cx_slot *slot, int fd)
{
	return slot->own_uid ? fchown(fd, slot->uid, slot->uid) : 0;
}

/* One folder down; it is made when `create` is set and given to the guest. */
static int enter(const struct cx_slot *slot, int parent_fd, const char *folder, bool create)
{
	bool made = create && mkdirat(parent_fd, folder, 0755) == 0;
	cleanup_fd int fd = openat(parent_fd, folder, OPEN_FOLDER);
	if (fd >= 0 && made && give(slot, fd) < 0)
		return -1;
	return steal_fd(&fd);
}

/*
 * The folder that holds the last part of a name, reached part by part: openat2(2) could do this in one call, but
 * container hosts answer it with ENOSYS. *ret_last points into `name`.
 */
static int enter_folders(const struct cx_slot *slot, enum cx_slot_dir dir, const char *name, bool create,
			 const char **ret_last)
{
	cleanup_fd int at = dup(slot->dirs[dir]);
	for (const char *slash; at >= 0 && (slash = strchr(name, '/')); name = slash + 1) {
		char folder[256];
		if ((size_t)(slash - name) >= sizeof(folder)) {
			errno = ENAMETOOLONG;
			return -1;
		}
		memcpy(folder, name, (size_t)(slash - name));
		folder[slash - name] = '\0';
		int next = enter(slot, at, folder, create);
		close(at);
		at = next;
	}
	*ret_last = name;
	return steal_fd(&at);
}

int cx_workspace_write(const struct cx_slot *slot, enum cx_slot_dir dir, const char *name,
		       const struct cx_bytes *content, struct cx_error *err)
{
	const char *last;
	cleanup_fd int folder = enter_folders(slot, dir, name, true, &last);
	if (folder < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "cannot make the folder of '%.200s'", name);
	cleanup_fd int fd = openat(folder, last, CREATE_FILE, 0644);
	if (fd < 0 || cx_write_all(fd, content->data, content->len) < 0 || give(slot, fd) < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "cannot write '%.200s' into the slot", name);
	return 0;
}

int cx_workspace_make_folder(const struct cx_slot *slot, enum cx_slot_dir dir, const char *name,
			     struct cx_error *err)
{
	cleanup_fd int fd = enter(slot, slot->dirs[dir], name, true);
	return fd < 0 ? cx_fail_errno(err, CX_EINTERNAL, "cannot make the folder '%.200s'", name) : 0;
}

bool cx_workspace_read(const struct cx_slot *slot, enum cx_slot_dir dir, const char *name, size_t max,
		       struct cx_buffer *into)
{
	const char *last;
	struct stat st;
	cleanup_fd int folder = enter_folders(slot, dir, name, false, &last);
	cleanup_fd int fd = folder < 0 ? -1 : openat(folder, last, READ_FILE);
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return false;
	return cx_read_all(fd, max, into) == 0 || errno == EFBIG;
}

int cx_workspace_make_executable(const struct cx_slot *slot, struct cx_error *err)
{
	cleanup_fd int listing = openat(slot->dirs[CX_SLOT_BUILD], ".", OPEN_FOLDER);
	cleanup_dir DIR *dir = listing < 0 ? NULL : fdopendir(listing);
	if (!dir)
		return cx_fail_errno(err, CX_EINTERNAL, "cannot list what the compiler made");
	steal_fd(&listing);
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat st;
		cleanup_fd int file = openat(dirfd(dir), entry->d_name, READ_FILE);
		if (file < 0 || fstat(file, &st) < 0 || !S_ISREG(st.st_mode))
			continue;
		if (fchmod(file, (st.st_mode & 0777) | S_IXUSR) < 0)
			return cx_fail_errno(err, CX_EINTERNAL, "cannot make '%s' executable", entry->d_name);
	}
	return 0;
}

/* NULL, or why the file cannot be handed back. */
static const char *read_file(const struct cx_slot *slot, const char *name, size_t room,
			     struct cx_buffer *content)
{
	const char *last;
	struct stat st;
	cleanup_fd int folder = enter_folders(slot, CX_SLOT_WORK, name, false, &last);
	cleanup_fd int fd = folder < 0 ? -1 : openat(folder, last, READ_FILE);
	if (fd < 0)
		return errno == ENOENT ? "is not there" : "is no regular file that can be read";
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode))
		return "is no regular file";
	if ((uint64_t)st.st_size > room)
		return "does not fit: all collected files together may have 1 MB";
	return cx_read_all(fd, room, content) < 0 ? "cannot be read" : NULL;
}

static int add_file(struct cx_result *res, const char *name, struct cx_buffer *content)
{
	struct cx_file *files = realloc(res->files, (res->files_len + 1) * sizeof(*files));
	if (!files)
		return -1;
	res->files = files;
	char *copy = strdup(name);
	if (!copy)
		return -1;
	files[res->files_len++] = (struct cx_file){ .name = copy, .content = cx_buffer_steal(content) };
	return 0;
}

int cx_workspace_collect(const struct cx_slot *slot, const struct cx_strings *names, struct cx_result *ret,
			 struct cx_error *err)
{
	size_t room = CX_MAX_COLLECT;
	for (size_t i = 0; i < names->len; i++) {
		cleanup_buffer struct cx_buffer content = { 0 };
		const char *refused = read_file(slot, names->items[i], room, &content);
		room -= refused ? 0 : content.len;
		if (refused ? cx_strings_addf(&ret->notices, "collect: %s %s", names->items[i], refused) < 0
			    : add_file(ret, names->items[i], &content) < 0)
			return cx_fail_oom(err);
	}
	return 0;
}
