/*
 *   /            tmpfs, read only once it is built
 *   /usr …       the view: bind mounts, read only, no set-uid programs, no devices
 *   /bin …       symlinks, where the host has them
 *   /preludes    the view's shelf
 *   /dev/null …  the devices themselves
 *   /work /build /tmp   the slot's directories; /dev/shm is /tmp, so that what lies there is counted with it
 *   /proc        of this pid namespace
 *
 * Mounts are made as detached copies (open_tree), given their flags (mount_setattr, Linux 5.12), and only then put
 * into place, so that nothing is ever there without its flags.
 */
#include "sandbox/rootfs.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/syscalls.h"
#include "sandbox/namespaces.h"

static const uint64_t harmless = CX_MOUNT_ATTR_NOSUID;

static int copy_mount(int from_fd, const char *path)
{
	unsigned flags = CX_OPEN_TREE_CLONE | CX_OPEN_TREE_CLOEXEC | AT_RECURSIVE;
	return (int)syscall(SYS_open_tree, from_fd, path, flags | (*path ? 0 : AT_EMPTY_PATH));
}

static int set_flags(int mount_fd, uint64_t flags)
{
	struct cx_mount_attr attr = { .attr_set = flags };
	return (int)syscall(SYS_mount_setattr, mount_fd, "", AT_EMPTY_PATH | AT_RECURSIVE, &attr,
			    sizeof(attr));
}

static int put(int mount_fd, int root_fd, const char *name)
{
	return (int)syscall(SYS_move_mount, mount_fd, "", root_fd, name, CX_MOVE_MOUNT_F_EMPTY_PATH);
}

/* Make the directories above a name: "etc/java/x" needs etc and etc/java. */
static int make_parents(int root_fd, const char *name)
{
	char path[4096];
	snprintf(path, sizeof(path), "%s", name);
	for (char *slash = strchr(path, '/'); slash; slash = strchr(slash + 1, '/')) {
		*slash = '\0';
		if (mkdirat(root_fd, path, 0755) < 0 && errno != EEXIST)
			return -1;
		*slash = '/';
	}
	return 0;
}

/* Something to mount on. */
static int make_target(int root_fd, const char *name, bool directory)
{
	if (make_parents(root_fd, name) < 0)
		return -1;
	if (directory)
		return mkdirat(root_fd, name, 0755) < 0 && errno != EEXIST ? -1 : 0;
	cleanup_fd int file = openat(root_fd, name, O_WRONLY | O_CREAT | O_CLOEXEC, 0444);
	return file < 0 ? -1 : 0;
}

/* The name in the new root, without the slash before it. */
static const char *name_of(const struct cx_view *view, const char *path, char buf[static 4096])
{
	size_t len = view->moved_from ? strlen(view->moved_from) : 0;
	if (!len || strncmp(path, view->moved_from, len) != 0 || path[len] != '/')
		return path + 1;
	snprintf(buf, 4096, "%s%s", view->moved_to + 1, path + len);
	return buf;
}

static int copy_symlink(const char *path, const char *name, int root_fd)
{
	char target[4096];
	ssize_t len = readlink(path, target, sizeof(target) - 1);
	if (len < 0)
		return -1;
	target[len] = '\0';
	return make_parents(root_fd, name) < 0 ? -1 : symlinkat(target, root_fd, name);
}

/* What the host does not have is left out. */
static int add_path(int root_fd, const struct cx_landlock_path *path, const char *name)
{
	struct stat st, there;
	if (lstat(path->path, &st) < 0)
		return errno == ENOENT || errno == ENOTDIR ? 0 : -1;
	if (S_ISLNK(st.st_mode) && copy_symlink(path->path, name, root_fd) == 0)
		return 0;
	/* A path below one that is there already (or the same): it is part of that mount. */
	if (fstatat(root_fd, name, &there, 0) == 0)
		return 0;
	cleanup_fd int copy = copy_mount(AT_FDCWD, path->path);
	bool device = S_ISCHR(st.st_mode);
	uint64_t flags =
		harmless | (device ? CX_MOUNT_ATTR_NOEXEC : CX_MOUNT_ATTR_NODEV | CX_MOUNT_ATTR_RDONLY);
	if (copy < 0 || set_flags(copy, flags) < 0 || make_target(root_fd, name, S_ISDIR(st.st_mode)) < 0)
		return -1;
	return put(copy, root_fd, name);
}

static int add_view(int root_fd, const struct cx_view *view)
{
	char buf[4096];
	const struct cx_landlock_path shelf = { view->shelf, -1, CX_ACCESS_READ };
	for (size_t i = 0; i < view->len; i++)
		if (add_path(root_fd, &view->paths[i], name_of(view, view->paths[i].path, buf)) < 0)
			return -1;
	return view->shelf[0] ? add_path(root_fd, &shelf, cx_namespaces_shelf + 1) : 0;
}

static int add_dev_links(int root_fd)
{
	static const struct {
		const char *name, *target;
	} links[] = {
		{ "dev/fd", "/proc/self/fd" },
		{ "dev/stdin", "/proc/self/fd/0" },
		{ "dev/stdout", "/proc/self/fd/1" },
		{ "dev/stderr", "/proc/self/fd/2" },
	};
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++)
		if (symlinkat(links[i].target, root_fd, links[i].name) < 0)
			return -1;
	return 0;
}

/*
 * A slot's directory as this mount namespace has it: a descriptor from outside belongs to another one, and cannot
 * be copied. The parents are ours; that nobody has put something else in its place is seen by its inode.
 */
static int copy_slot_dir(const struct cx_slot *slot, int which)
{
	struct stat outside, inside;
	cleanup_fd int dir = open(slot->path[which], O_PATH | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (dir < 0 || fstat(dir, &inside) < 0 || fstat(slot->dirs[which], &outside) < 0)
		return -1;
	if (inside.st_ino != outside.st_ino || inside.st_dev != outside.st_dev) {
		errno = ESTALE;
		return -1;
	}
	cleanup_fd int copy = copy_mount(dir, "");
	if (copy < 0 || set_flags(copy, harmless | CX_MOUNT_ATTR_NODEV) < 0)
		return -1;
	return steal_fd(&copy);
}

static int put_slot_dir(int root_fd, int copy, const char *name)
{
	return make_target(root_fd, name + 1, true) < 0 ? -1 : put(copy, root_fd, name + 1);
}

/*
 * Where the new root is put together, before it is the root: a directory that every host has, and whose content
 * nothing needs any more.
 */
#define PLACE "/proc"

/* Its pages are names and symlinks alone, as it is read only before a guest can reach it. */
static int make_root(void)
{
	if (mount("codex-run", PLACE, "tmpfs", MS_NOSUID | MS_NODEV, "mode=755,size=1m") < 0)
		return -1;
	return open(PLACE, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
}

static int add_proc(int root_fd)
{
	static const char path[] = PLACE "/proc";
	if (make_target(root_fd, "proc", true) < 0)
		return -1;
	/* Processes alone, and of them only those that one may look into: not the guardian. Options since Linux 5.8. */
	unsigned long flags = MS_NOSUID | MS_NODEV | MS_NOEXEC;
	if (mount("proc", path, "proc", flags, "hidepid=invisible,subset=pid") == 0)
		return 0;
	return errno == EINVAL ? mount("proc", path, "proc", flags, "hidepid=2") : -1;
}

const char *cx_rootfs_begin(int *ret_fd)
{
	struct cx_view base;
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return "detach its mounts from the host's";
	cleanup_fd int root = make_root();
	if (root < 0)
		return "mount a root of its own";
	cx_view_base(&base);
	if (add_view(root, &base) < 0)
		return "mount the view";
	if (make_parents(root, "dev/") < 0 || add_dev_links(root) < 0)
		return "mount /dev";
	if (add_proc(root) < 0)
		return "mount a fresh /proc";
	*ret_fd = steal_fd(&root);
	return NULL;
}

static int make_read_only(int root_fd)
{
	struct cx_mount_attr attr = { .attr_set = CX_MOUNT_ATTR_RDONLY };
	return (int)syscall(SYS_mount_setattr, root_fd, "", AT_EMPTY_PATH, &attr, sizeof(attr));
}

/* pivot_root(2) describes this: the old root is mounted over the new one, and then taken away. */
static int pivot(int root_fd)
{
	if (fchdir(root_fd) < 0 || syscall(SYS_pivot_root, ".", ".") < 0 || umount2(".", MNT_DETACH) < 0)
		return -1;
	return chdir("/");
}

static int add_slot(int root_fd, const struct cx_slot *slot, const char *const names[CX_SLOT_DIRS])
{
	for (int i = 0; i < CX_SLOT_DIRS; i++) {
		cleanup_fd int copy = copy_slot_dir(slot, i);
		if (copy < 0 || put_slot_dir(root_fd, copy, names[i]) < 0)
			return -1;
	}
	cleanup_fd int shm = copy_slot_dir(slot, CX_SLOT_TMP);
	return shm < 0 ? -1 : put_slot_dir(root_fd, shm, "/dev/shm");
}

const char *cx_rootfs_enter(int root_fd, const struct cx_view *view, const struct cx_slot *slot,
			    const char *const names[CX_SLOT_DIRS])
{
	if (add_view(root_fd, view) < 0)
		return "mount the view";
	if (add_slot(root_fd, slot, names) < 0)
		return "mount the slot's directories";
	if (make_read_only(root_fd) < 0)
		return "make its root read only";
	return pivot(root_fd) < 0 ? "enter its root" : NULL;
}
