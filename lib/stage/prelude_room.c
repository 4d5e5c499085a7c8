/* Room on the shelf. */
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/tree.h"
#include "stage/prelude_shelf.h"

enum { FAILED_SECONDS = 24 * 3600 };

struct item {
	char hex[CX_HASH_HEX];
	uint64_t bytes;
	struct timespec used;
};

struct items {
	struct item *list;
	size_t len;
	uint64_t bytes;
};

void cx_prelude_remove(int shelf_fd, const char *name)
{
	cleanup_fd int fd = openat(shelf_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	if (fd >= 0 && cx_tree_empty(fd) == 0)
		unlinkat(shelf_fd, name, AT_REMOVEDIR);
}

/* We hold the shelf's lock: a directory with another name is one that its maker has left half done. */
static void look_at(int shelf_fd, const char *name, struct items *items)
{
	struct stat st;
	size_t len = strlen(name);
	if (fstatat(shelf_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return;
	if (!S_ISDIR(st.st_mode)) {
		if (len > CX_HASH_HEX && st.st_mtim.tv_sec + FAILED_SECONDS < time(NULL))
			unlinkat(shelf_fd, name, 0);
		return;
	}
	if (len != CX_HASH_HEX - 1) {
		cx_prelude_remove(shelf_fd, name);
		return;
	}
	cleanup_fd int fd = openat(shelf_fd, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
	struct item *list = realloc(items->list, (items->len + 1) * sizeof(*list));
	if (!list || fd < 0)
		return;
	struct cx_tree_size size = { 0 };
	cx_tree_measure(fd, UINT64_MAX, &size);
	items->list = list;
	struct item *item = &list[items->len++];
	*item = (struct item){ .bytes = size.bytes, .used = st.st_mtim };
	memcpy(item->hex, name, CX_HASH_HEX);
	items->bytes += size.bytes;
}

static int compare_use(const void *a, const void *b)
{
	const struct timespec *one = &((const struct item *)a)->used, *two = &((const struct item *)b)->used;
	if (one->tv_sec != two->tv_sec)
		return one->tv_sec < two->tv_sec ? -1 : 1;
	return one->tv_nsec < two->tv_nsec ? -1 : one->tv_nsec > two->tv_nsec;
}

static struct items list_items(int shelf_fd)
{
	struct items items = { 0 };
	cleanup_fd int copy = openat(shelf_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cleanup_dir DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	if (!dir)
		return items;
	steal_fd(&copy);
	for (struct dirent *found; (found = readdir(dir));)
		if (found->d_name[0] != '.')
			look_at(shelf_fd, found->d_name, &items);
	if (items.len)
		qsort(items.list, items.len, sizeof(*items.list), compare_use);
	return items;
}

static bool is_common(const struct cx_prelude_shelf *shelf, const char *hex)
{
	for (size_t i = 0; i < shelf->common_len; i++)
		if (!strcmp(shelf->common[i], hex))
			return true;
	return false;
}

bool cx_prelude_make_room(const struct cx_prelude_shelf *shelf, uint64_t bytes, bool for_common)
{
	struct items items = list_items(shelf->fd);
	for (size_t i = 0; i < items.len && bytes <= shelf->most && items.bytes + bytes > shelf->most; i++) {
		if (for_common && is_common(shelf, items.list[i].hex))
			continue;
		cx_prelude_remove(shelf->fd, items.list[i].hex);
		items.bytes -= items.list[i].bytes;
	}
	free(items.list);
	return items.bytes + bytes <= shelf->most;
}
