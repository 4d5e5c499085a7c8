#include "supervise/hidden.h"

#include <dirent.h>
#include <fcntl.h>
#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/fsuid.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/sysmacros.h>
#include <unistd.h>

#include "base/cleanup.h"

enum {
	SEEN = 1024,		/* inodes that are told apart; what comes after them counts each time */
	FEW_QUEUES = 64,	/* as many sockets, or pipes, are nobody's attack */
	SOCKET_BYTES = 212992,	/* net.core.wmem_default, which a guest cannot raise */
	PIPE_BYTES = 16 * 4096, /* pipe(7) */
	FULL_PIPES = 1024,	/* of a user; those after them hold two pages: pipe-user-pages-soft */
	SMALL_PIPE_BYTES = 2 * 4096,
};

struct search {
	dev_t device; /* of the slot's directory */
	ino_t seen[SEEN];
	size_t seen_len;
	uint64_t file_bytes;
	uint64_t sockets;
	uint64_t pipes;
};

static bool is_new(struct search *search, ino_t inode)
{
	for (size_t i = 0; i < search->seen_len; i++)
		if (search->seen[i] == inode)
			return false;
	if (search->seen_len < SEEN)
		search->seen[search->seen_len++] = inode;
	return true;
}

static void add_descriptor(struct search *search, const struct stat *st)
{
	if (S_ISREG(st->st_mode) && st->st_nlink == 0 && st->st_dev == search->device) {
		if (is_new(search, st->st_ino))
			search->file_bytes += (uint64_t)st->st_blocks * 512;
	} else if (S_ISSOCK(st->st_mode)) {
		search->sockets += is_new(search, st->st_ino);
	} else if (S_ISFIFO(st->st_mode)) {
		search->pipes += is_new(search, st->st_ino);
	}
}

static void search_descriptors(struct search *search, pid_t pid)
{
	char path[48];
	snprintf(path, sizeof(path), "/proc/%d/fd", (int)pid);
	cleanup_dir DIR *dir = opendir(path);
	if (!dir)
		return;
	for (struct dirent *entry; (entry = readdir(dir));) {
		struct stat st;
		/* Through the link to the open file itself, which is not opened again. */
		if (entry->d_name[0] != '.' && fstatat(dirfd(dir), entry->d_name, &st, 0) == 0)
			add_descriptor(search, &st);
	}
}

/* "START-END PERMISSIONS OFFSET MAJOR:MINOR INODE PATH (deleted)" */
static void search_maps(struct search *search, pid_t pid)
{
	char path[48], line[1024];
	snprintf(path, sizeof(path), "/proc/%d/maps", (int)pid);
	cleanup_file FILE *maps = fopen(path, "re");
	while (maps && fgets(line, sizeof(line), maps)) {
		uint64_t start, end, inode;
		unsigned device_major, device_minor;
		if (sscanf(line, "%" SCNx64 "-%" SCNx64 " %*s %*s %x:%x %" SCNu64, &start, &end,
			   &device_major, &device_minor, &inode) == 5 &&
		    makedev(device_major, device_minor) == search->device && strstr(line, " (deleted)") &&
		    is_new(search, (ino_t)inode))
			search->file_bytes += end - start;
	}
}

/* What the kernel takes from a process whose identity changes, and what we are to be again. */
struct self {
	pid_t parent;
	int death_signal; /* when the parent dies: prctl(2), PR_SET_PDEATHSIG */
	int dumpable;
};

static void disguise(const struct cx_slot *slot, struct self *ret_ours)
{
	ret_ours->parent = getppid();
	ret_ours->dumpable = prctl(PR_GET_DUMPABLE);
	if (prctl(PR_GET_PDEATHSIG, &ret_ours->death_signal) < 0)
		ret_ours->death_signal = 0;
	setfsgid(slot->uid);
	setfsuid(slot->uid);
}

static void go_back(const struct self *ours)
{
	setfsuid(geteuid());
	setfsgid(getegid());
	if (ours->dumpable == 0 || ours->dumpable == 1)
		prctl(PR_SET_DUMPABLE, ours->dumpable);
	if (!ours->death_signal)
		return;
	prctl(PR_SET_PDEATHSIG, ours->death_signal);
	/* It may have died while we could not hear of it. */
	if (getppid() != ours->parent)
		raise(ours->death_signal);
}

/*
 * Who has the guest's uid and gid may look, also where root lacks CAP_SYS_PTRACE, as in a container: ptrace(2), "access mode
 * checking". It gives the guest no right over us, which setfsuid(2) was made for.
 */
static void search_all(const struct cx_slot *slot, const pid_t *pids, size_t len, struct search *search,
		       void (*look)(struct search *, pid_t))
{
	struct stat st;
	search->device = fstat(slot->dirs[CX_SLOT_WORK], &st) == 0 ? st.st_dev : 0;
	struct self ours;
	if (slot->own_uid)
		disguise(slot, &ours);
	for (size_t i = 0; i < len; i++)
		look(search, pids[i]);
	if (slot->own_uid)
		go_back(&ours);
}

static uint64_t queue_bytes(const struct search *search)
{
	uint64_t bytes = 0;
	uint64_t full = search->pipes < FULL_PIPES ? search->pipes : FULL_PIPES;
	if (search->sockets > FEW_QUEUES)
		bytes += search->sockets * SOCKET_BYTES;
	if (search->pipes > FEW_QUEUES)
		bytes += full * PIPE_BYTES + (search->pipes - full) * SMALL_PIPE_BYTES;
	return bytes;
}

void cx_hidden_look(const struct cx_slot *slot, const pid_t *pids, size_t len, struct cx_hidden *ret)
{
	struct search search = { 0 };
	search_all(slot, pids, len, &search, search_descriptors);
	*ret = (struct cx_hidden){ .file_bytes = search.file_bytes, .queue_bytes = queue_bytes(&search) };
}

void cx_hidden_look_at_maps(const struct cx_slot *slot, const pid_t *pids, size_t len,
			    struct cx_hidden *hidden)
{
	struct search search = { 0 };
	search_all(slot, pids, len, &search, search_descriptors);
	search_all(slot, pids, len, &search, search_maps);
	hidden->file_bytes = search.file_bytes;
}
