#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/cleanup.h"
#include "base/fd.h"
#include "base/hash.h"
#include "base/tree.h"
#include "stage/artifact.h"
#include "stage/artifact_format.h"

enum { CHUNK = 256 * 1024, CREATE_FILE = O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC };

bool cx_artifact_check(const struct cx_artifact *artifact)
{
	uint8_t want[CX_HASH_BYTES], got[CX_HASH_BYTES];
	char magic[CX_ARTIFACT_MAGIC_LEN];
	struct cx_hash hash;
	cleanup_free char *chunk = malloc(CHUNK);
	if (!chunk || artifact->bytes < sizeof(magic) + CX_HASH_BYTES ||
	    !cx_read_at(artifact->fd, magic, sizeof(magic), 0) ||
	    memcmp(magic, CX_ARTIFACT_MAGIC, sizeof(magic)))
		return false;
	uint64_t end = artifact->bytes - CX_HASH_BYTES;
	cx_hash_start(&hash);
	for (uint64_t at = 0; at < end;) {
		size_t part = end - at < CHUNK ? (size_t)(end - at) : CHUNK;
		if (!cx_read_at(artifact->fd, chunk, part, at))
			return false;
		cx_hash_add(&hash, chunk, part);
		at += part;
	}
	cx_hash_end(&hash, got);
	return cx_read_at(artifact->fd, want, sizeof(want), end) && !memcmp(want, got, sizeof(want));
}

/* Only of what lies below: no part of the name leads anywhere else. */
static bool is_below(const char *name, size_t len)
{
	if (!len || memchr(name, '\0', len))
		return false;
	for (const char *part = name, *end = name + len; part <= end;) {
		const char *slash = memchr(part, '/', (size_t)(end - part));
		size_t part_len = (size_t)((slash ? slash : end) - part);
		if (!part_len || (part[0] == '.' && (part_len == 1 || (part_len == 2 && part[1] == '.'))))
			return false;
		part += part_len + 1;
	}
	return true;
}

bool cx_artifact_is_sound(const struct cx_artifact *artifact)
{
	unsigned entries = 0;
	if (!cx_artifact_check(artifact))
		return false;
	uint64_t at = CX_ARTIFACT_MAGIC_LEN, end = artifact->bytes - CX_HASH_BYTES;
	for (; at < end; entries++) {
		struct cx_artifact_entry entry;
		char name[CX_ARTIFACT_MAX_NAME];
		if (entries > CX_ARTIFACT_MAX_ENTRIES || end - at < sizeof(entry) ||
		    !cx_read_at(artifact->fd, &entry, sizeof(entry), at) || entry.name_len > sizeof(name) ||
		    end - at - sizeof(entry) < entry.name_len ||
		    end - at - sizeof(entry) - entry.name_len < entry.size ||
		    !cx_read_at(artifact->fd, name, entry.name_len, at + sizeof(entry)))
			return false;
		bool first = entries == 0;
		if ((entry.type == CX_ARTIFACT_SAID) != first || entry.type > CX_ARTIFACT_PROGRAM ||
		    (first ? entry.name_len != 0 : !is_below(name, entry.name_len)))
			return false;
		at += sizeof(entry) + entry.name_len + entry.size;
	}
	return entries > 0 && at == end;
}

/* The directory was empty, and no guest's process lives: the folders of a name are what we made them. */
static int put_entry(const struct cx_artifact *artifact, int build_fd, const struct cx_artifact_entry *entry,
		     const char *name, uint64_t content)
{
	if (entry->type == CX_ARTIFACT_SAID)
		return 0;
	if (entry->type == CX_ARTIFACT_FOLDER)
		return mkdirat(build_fd, name, 0700) < 0 || fchmodat(build_fd, name, 0755, 0) < 0 ? -1 : 0;
	cleanup_fd int fd = openat(build_fd, name, CREATE_FILE, 0600);
	if (fd < 0 || cx_copy_range(artifact->fd, content, fd, entry->size) < 0)
		return -1;
	return fchmod(fd, entry->type == CX_ARTIFACT_PROGRAM ? 0555 : 0444);
}

int cx_artifact_restore(const struct cx_artifact *artifact, const struct cx_slot *slot, struct cx_error *err)
{
	int build_fd = slot->dirs[CX_SLOT_BUILD];
	uint64_t end = artifact->bytes - CX_HASH_BYTES;
	/* The directory was the guest's, to compile into. */
	if (slot->own_uid && (fchown(build_fd, geteuid(), getegid()) < 0 || fchmod(build_fd, 0755) < 0))
		return cx_fail_errno(err, CX_ESANDBOX, "cannot take the build directory back");
	/* Names of a guest's must not lead us astray. */
	if (cx_tree_empty(build_fd) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "cannot empty the build directory");
	for (uint64_t at = CX_ARTIFACT_MAGIC_LEN; at < end;) {
		struct cx_artifact_entry entry;
		char name[CX_ARTIFACT_MAX_NAME + 1];
		if (!cx_read_at(artifact->fd, &entry, sizeof(entry), at) ||
		    entry.name_len > CX_ARTIFACT_MAX_NAME ||
		    !cx_read_at(artifact->fd, name, entry.name_len, at + sizeof(entry)))
			return cx_fail(err, CX_EINTERNAL, "what was kept of the compiler's work is broken");
		name[entry.name_len] = '\0';
		at += sizeof(entry) + entry.name_len;
		if (put_entry(artifact, build_fd, &entry, name, at) < 0)
			return cx_fail_errno(err, CX_EINTERNAL,
					     "cannot put '%.100s' into the build directory", name);
		at += entry.size;
	}
	return 0;
}

int cx_artifact_read_said(const struct cx_artifact *artifact, struct cx_bytes *ret, struct cx_error *err)
{
	struct cx_artifact_entry entry;
	cleanup_buffer struct cx_buffer said = { 0 };
	uint64_t at = CX_ARTIFACT_MAGIC_LEN;
	if (!cx_read_at(artifact->fd, &entry, sizeof(entry), at) || entry.type != CX_ARTIFACT_SAID ||
	    entry.size > CX_ARTIFACT_MAX_SAID)
		return cx_fail(err, CX_EINTERNAL, "what was kept of the compiler's work is broken");
	if (cx_buffer_reserve(&said, entry.size) < 0)
		return cx_fail_oom(err);
	if (!cx_read_at(artifact->fd, said.data, entry.size, at + sizeof(entry)))
		return cx_fail(err, CX_EINTERNAL, "what was kept of the compiler's work is broken");
	said.len = entry.size;
	said.data[said.len] = '\0';
	*ret = cx_buffer_steal(&said);
	return 0;
}
