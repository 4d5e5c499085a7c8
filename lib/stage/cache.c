/*
 *   STATE/cache/HEX     an artifact, and behind it the mark of the boot in which it was last known to be whole; its
 *                       modification time is when it was last used
 *   STATE/cache/HEX.N   one that process N is writing
 *   STATE/cache/total   their bytes, or more, under a lock; counted anew when it says that the bound is reached
 *
 * Nothing is synced: after a loss of power an entry may be broken, which its hash tells. Until the next boot it is what
 * was written, and to hash a large one would cost more than to copy it.
 */
#include "stage/cache.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"

enum {
	LARGEST_SHARE = 4, /* one entry is at most this part of the cache */
	DISK_SHARE = 4,	   /* and the cache at most this part of its file system, which may be memory */
	STALE_SECONDS = 3600,
};

static int open_cache(const struct cx_host *host)
{
	if (mkdirat(host->state.dir_fd, "cache", 0700) < 0 && errno != EEXIST)
		return -1;
	return openat(host->state.dir_fd, "cache", O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

static uint64_t bound(const struct cx_host *host, int cache_fd)
{
	struct statvfs fs;
	if (fstatvfs(cache_fd, &fs) < 0)
		return 0;
	uint64_t share = (uint64_t)fs.f_blocks * fs.f_frsize / DISK_SHARE;
	return host->cache_bytes < share ? host->cache_bytes : share;
}

enum { MARK_BYTES = 36 }; /* random(4): boot_id, an UUID as text */

/* False: this host does not tell, and then every entry is hashed. */
static bool read_boot_mark(char ret[static MARK_BYTES + 2])
{
	memset(ret, '-', MARK_BYTES);
	return cx_read_text(AT_FDCWD, "/proc/sys/kernel/random/boot_id", ret, MARK_BYTES + 2) >= MARK_BYTES;
}

static bool is_whole(const struct cx_artifact *artifact)
{
	char now[MARK_BYTES + 2], then[MARK_BYTES];
	bool known = read_boot_mark(now);
	off_t at = (off_t)artifact->bytes;
	if (known && at > CX_HASH_BYTES && pread(artifact->fd, then, sizeof(then), at) == sizeof(then) &&
	    !memcmp(then, now, sizeof(then)))
		return true;
	if (!cx_artifact_check(artifact))
		return false;
	if (known)
		(void)!pwrite(artifact->fd, now, MARK_BYTES, at);
	return true;
}

bool cx_cache_load(const struct cx_host *host, const struct cx_cache_key *key, struct cx_artifact *ret)
{
	struct stat st;
	if (!host->cache_bytes)
		return false;
	cleanup_fd int cache_fd = open_cache(host);
	cleanup_fd int fd =
		cache_fd < 0 ? -1 : openat(cache_fd, key->hex, O_RDWR | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	if (fd < 0)
		return false;
	struct cx_artifact artifact = { .fd = fd, .whole = true };
	if (fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_uid != geteuid() || st.st_size < 0)
		return false;
	artifact.bytes = st.st_size > MARK_BYTES ? (uint64_t)st.st_size - MARK_BYTES : 0;
	if (!is_whole(&artifact)) {
		unlinkat(cache_fd, key->hex, 0);
		return false;
	}
	futimens(fd, NULL);
	artifact.fd = steal_fd(&fd);
	*ret = artifact;
	return true;
}

/* ---- making room ---- */

struct entry {
	char name[CX_HASH_HEX];
	uint64_t bytes;
	struct timespec used;
};

struct entries {
	struct entry *items;
	size_t len;
	uint64_t bytes;
};

static int compare_use(const void *a, const void *b)
{
	const struct timespec *one = &((const struct entry *)a)->used,
			      *two = &((const struct entry *)b)->used;
	if (one->tv_sec != two->tv_sec)
		return one->tv_sec < two->tv_sec ? -1 : 1;
	return one->tv_nsec < two->tv_nsec ? -1 : one->tv_nsec > two->tv_nsec;
}

static uint64_t size_on_disk(const struct stat *st)
{
	uint64_t blocks = (uint64_t)st->st_blocks * 512;
	return blocks > (uint64_t)st->st_size ? blocks : (uint64_t)st->st_size;
}

static void look_at(int cache_fd, const char *name, struct entries *entries)
{
	struct stat st;
	if (!strcmp(name, "total") || fstatat(cache_fd, name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
	    !S_ISREG(st.st_mode))
		return;
	if (strlen(name) != CX_HASH_HEX - 1) { /* being written; or its writer is dead */
		if (st.st_mtim.tv_sec + STALE_SECONDS < time(NULL))
			unlinkat(cache_fd, name, 0);
		return;
	}
	struct entry *items = realloc(entries->items, (entries->len + 1) * sizeof(*items));
	if (!items)
		return; /* what is not on the list stays until next time */
	entries->items = items;
	struct entry *entry = &items[entries->len++];
	*entry = (struct entry){ .bytes = size_on_disk(&st), .used = st.st_mtim };
	memcpy(entry->name, name, CX_HASH_HEX);
	entries->bytes += entry->bytes;
}

/* Remove what was not used for longest until only nine tenths of `most` are left. Returns what is left. */
static uint64_t make_room(int cache_fd, uint64_t most)
{
	struct entries entries = { 0 };
	cleanup_fd int copy = openat(cache_fd, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cleanup_dir DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	if (!dir)
		return 0;
	steal_fd(&copy);
	for (struct dirent *found; (found = readdir(dir));)
		look_at(cache_fd, found->d_name, &entries);
	if (entries.len)
		qsort(entries.items, entries.len, sizeof(*entries.items), compare_use);
	for (size_t i = 0; i < entries.len && entries.bytes > most / 10 * 9; i++)
		if (unlinkat(cache_fd, entries.items[i].name, 0) == 0)
			entries.bytes -= entries.items[i].bytes;
	free(entries.items);
	return entries.bytes;
}

/* Note that so many bytes will be added, before they are: a writer that dies in between leaves the total too high. */
static bool reserve(int cache_fd, uint64_t bytes, uint64_t most)
{
	char text[32] = "";
	cleanup_fd int fd = openat(cache_fd, "total", O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 || flock(fd, LOCK_EX) < 0)
		return false;
	bool known = pread(fd, text, sizeof(text) - 1, 0) > 0;
	uint64_t total = strtoull(text, NULL, 10) + bytes;
	if (!known || total > most)
		total = make_room(cache_fd, most > bytes ? most - bytes : 0) + bytes;
	int len = snprintf(text, sizeof(text), "%llu\n", (unsigned long long)total);
	return ftruncate(fd, 0) == 0 && pwrite(fd, text, (size_t)len, 0) == len;
}

void cx_cache_store(const struct cx_host *host, const struct cx_cache_key *key,
		    const struct cx_artifact *artifact)
{
	char part[CX_HASH_HEX + 16];
	if (!host->cache_bytes || !artifact->whole)
		return;
	cleanup_fd int cache_fd = open_cache(host);
	if (cache_fd < 0)
		return;
	uint64_t most = bound(host, cache_fd), charged = artifact->bytes + 4096;
	if (charged > most / LARGEST_SHARE || !reserve(cache_fd, charged, most))
		return;
	/* Written aside and renamed: a reader sees a whole entry or none, and the last of several writers wins. */
	snprintf(part, sizeof(part), "%s.%d", key->hex, (int)getpid());
	cleanup_fd int fd =
		openat(cache_fd, part, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return;
	char mark[MARK_BYTES + 2];
	read_boot_mark(mark);
	if (cx_copy_range(artifact->fd, 0, fd, artifact->bytes) < 0 ||
	    cx_write_all(fd, mark, MARK_BYTES) < 0 || renameat(cache_fd, part, cache_fd, key->hex) < 0)
		unlinkat(cache_fd, part, 0);
}
