#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"
#include "base/hash.h"
#include "base/tree.h"
#include "stage/artifact.h"
#include "stage/artifact_format.h"

enum {
	CHUNK = 256 * 1024,
	OPEN_FOLDER = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC,
	OPEN_FILE = O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_NOCTTY | O_CLOEXEC,
};

struct packer {
	int fd;
	struct cx_hash hash;
	char *chunk; /* collects what is small */
	size_t used;
	uint64_t bytes;
	unsigned entries;
	bool whole;
	struct cx_error *err;
	char name[CX_ARTIFACT_MAX_NAME + 1]; /* of the entry at hand, below the build directory */
};

static int fail_write(struct packer *p)
{
	return cx_fail_errno(p->err, CX_EINTERNAL, "cannot keep what the compiler made");
}

static int flush(struct packer *p)
{
	cx_hash_add(&p->hash, p->chunk, p->used);
	if (cx_write_all(p->fd, p->chunk, p->used) < 0)
		return fail_write(p);
	p->bytes += p->used;
	p->used = 0;
	return 0;
}

static int add(struct packer *p, const void *data, size_t len)
{
	for (const char *at = data; len;) {
		size_t part = len < CHUNK - p->used ? len : CHUNK - p->used;
		memcpy(p->chunk + p->used, at, part);
		p->used += part;
		at += part;
		len -= part;
		if (p->used == CHUNK && flush(p) < 0)
			return -1;
	}
	return 0;
}

static int add_entry(struct packer *p, enum cx_artifact_type type, uint64_t size)
{
	struct cx_artifact_entry entry = { type, (uint32_t)strlen(p->name), size };
	if (++p->entries > CX_ARTIFACT_MAX_ENTRIES || p->bytes + size > CX_ARTIFACT_MAX_BYTES)
		return cx_fail(p->err, CX_EINTERNAL, "the compiler made more files than can be kept");
	return add(p, &entry, sizeof(entry)) < 0 ? -1 : add(p, p->name, entry.name_len);
}

/* Everything of the slot is dead: a file does not change any more. */
static int add_file(struct packer *p, int parent_fd, const char *last)
{
	struct stat st;
	cleanup_fd int fd = openat(parent_fd, last, OPEN_FILE);
	/* A file with a second name may be one that is not the compiler's. */
	if (fd < 0 || fstat(fd, &st) < 0 || !S_ISREG(st.st_mode) || st.st_nlink != 1) {
		p->whole = false;
		return 0;
	}
	uint64_t left = (uint64_t)st.st_size;
	if (add_entry(p, st.st_mode & 0111 ? CX_ARTIFACT_PROGRAM : CX_ARTIFACT_FILE, left) < 0)
		return -1;
	while (left) {
		size_t room = CHUNK - p->used;
		ssize_t n = read(fd, p->chunk + p->used, left < room ? (size_t)left : room);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return cx_fail_errno(p->err, CX_EINTERNAL, "cannot read what the compiler made");
		p->used += (size_t)n;
		left -= (uint64_t)n;
		if (p->used == CHUNK && flush(p) < 0)
			return -1;
	}
	return 0;
}

static int add_folder(struct packer *p, int fd, unsigned depth);

static int add_name(struct packer *p, int parent_fd, const char *last, unsigned depth)
{
	struct stat st;
	size_t before = strlen(p->name), len = strlen(last);
	if (before + 1 + len > CX_ARTIFACT_MAX_NAME || depth > CX_TREE_MAX_DEPTH ||
	    fstatat(parent_fd, last, &st, AT_SYMLINK_NOFOLLOW) < 0) {
		p->whole = false;
		return 0;
	}
	snprintf(p->name + before, sizeof(p->name) - before, "%s%s", before ? "/" : "", last);
	int added = 0;
	if (S_ISREG(st.st_mode)) {
		added = add_file(p, parent_fd, last);
	} else if (S_ISDIR(st.st_mode)) {
		cleanup_fd int fd = openat(parent_fd, last, OPEN_FOLDER);
		p->whole &= fd >= 0;
		if (fd >= 0 && (added = add_entry(p, CX_ARTIFACT_FOLDER, 0)) == 0)
			added = add_folder(p, fd, depth + 1);
	} else {
		p->whole = false;
	}
	p->name[before] = '\0';
	return added;
}

static int add_folder(struct packer *p, int fd, unsigned depth)
{
	cleanup_fd int copy = openat(fd, ".", OPEN_FOLDER);
	cleanup_dir DIR *dir = copy < 0 ? NULL : fdopendir(copy);
	if (!dir) {
		p->whole = false;
		return 0;
	}
	steal_fd(&copy);
	for (struct dirent *entry; (entry = readdir(dir));)
		if (strcmp(entry->d_name, ".") && strcmp(entry->d_name, "..") &&
		    add_name(p, fd, entry->d_name, depth) < 0)
			return -1;
	return 0;
}

/* A file without a name. Where the file system cannot make one, a name is taken and given up at once. */
int cx_artifact_open_file(const struct cx_state *state)
{
	int fd = openat(state->dir_fd, ".", O_TMPFILE | O_RDWR | O_CLOEXEC, 0600);
	if (fd >= 0)
		return fd;
	char name[40];
	snprintf(name, sizeof(name), "build.%d", (int)getpid());
	fd = openat(state->dir_fd, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0 && errno != EEXIST)
		return -1;
	unlinkat(state->dir_fd, name, 0);
	if (fd < 0) /* of one who had our pid, and died between these two lines */
		fd = openat(state->dir_fd, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
	return fd;
}

static int pack(struct packer *p, const struct cx_slot *slot, const struct cx_bytes *said)
{
	uint8_t digest[CX_HASH_BYTES];
	if (add(p, CX_ARTIFACT_MAGIC, CX_ARTIFACT_MAGIC_LEN) < 0 ||
	    add_entry(p, CX_ARTIFACT_SAID, said->len) < 0 || add(p, said->data, said->len) < 0 ||
	    add_folder(p, slot->dirs[CX_SLOT_BUILD], 1) < 0 || flush(p) < 0)
		return -1;
	cx_hash_end(&p->hash, digest);
	return cx_write_all(p->fd, digest, sizeof(digest)) < 0 ? fail_write(p) : 0;
}

int cx_artifact_take(const struct cx_state *state, const struct cx_slot *slot, const struct cx_bytes *said,
		     struct cx_artifact *ret, struct cx_error *err)
{
	cleanup_fd int fd = cx_artifact_open_file(state);
	if (fd < 0)
		return cx_fail_errno(err, CX_EINTERNAL, "cannot make a file in %s", state->path);
	cleanup_free char *chunk = malloc(CHUNK);
	if (!chunk)
		return cx_fail_oom(err);
	struct packer p = { .fd = fd, .chunk = chunk, .whole = true, .err = err };
	cx_hash_start(&p.hash);
	if (pack(&p, slot, said) < 0)
		return -1;
	*ret = (struct cx_artifact){ steal_fd(&fd), p.bytes + CX_HASH_BYTES, p.whole };
	return 0;
}

void cx_artifact_done(struct cx_artifact *artifact)
{
	cx_close(&artifact->fd);
}
