#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

#include "agents.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1 */
#endif
#ifndef MADV_POPULATE_WRITE
#define MADV_POPULATE_WRITE 23 /* Linux 5.14 */
#endif

enum { PAGE = 4096, LARGE = 2 << 20, PIECES = 16, MAX_RANGES = 512 };

struct range {
	uintptr_t begin, end;
};

static struct range learnt[MAX_RANGES];
static size_t learnt_len;

/* The next part of our memory that is written to and nobody else's, out of /proc/self/maps. */
static bool next_part(FILE *maps, struct range *ret, unsigned long *ret_inode)
{
	char line[512], rights[5];
	while (maps && fgets(line, sizeof(line), maps))
		if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &ret->begin, &ret->end, rights, ret_inode) == 4 &&
		    !strcmp(rights, "rw-p"))
			return true;
	return false;
}

static FILE *open_maps(void)
{
	return fopen("/proc/self/maps", "re");
}

/* ---- large pages ---- */

/*
 * A fork copies an entry for each page that there is, and an exit undoes each: with large pages there is one for 512. So
 * what is to be large lies together, at addresses that they can have.
 */
static char *pieces;
static bool taken[PIECES];

static uintptr_t round_up(uintptr_t address)
{
	return (address + LARGE - 1) & ~(uintptr_t)(LARGE - 1);
}

void agent_lay_out_memory(void)
{
	const size_t len = (size_t)PIECES * AGENT_PIECE;
	uintptr_t heap = (uintptr_t)sbrk(0);
	if (heap != (uintptr_t)-1 && sbrk((intptr_t)(round_up(heap) - heap)) == (void *)-1)
		errno = 0;
	char *room = mmap(NULL, len + LARGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (room == MAP_FAILED)
		return;
	pieces = (char *)round_up((uintptr_t)room);
	if (pieces > room)
		munmap(room, (size_t)(pieces - room));
	munmap(pieces + len, (size_t)(room + LARGE - pieces));
}

void *agent_take_piece(void)
{
	for (size_t i = 0; pieces && i < PIECES; i++)
		if (!taken[i]) {
			taken[i] = true;
			return pieces + i * AGENT_PIECE;
		}
	return NULL;
}

bool agent_give_piece(void *piece)
{
	size_t offset = (size_t)((char *)piece - pieces);
	if (!pieces || offset >= (size_t)PIECES * AGENT_PIECE)
		return false;
	taken[offset / AGENT_PIECE] = false;
	madvise(piece, AGENT_PIECE, MADV_DONTNEED);
	return true;
}

/* What a guest then writes to is split again, and copied by small pages. */
void agent_gather_memory(void)
{
	struct range part;
	unsigned long inode;
	FILE *maps = open_maps();
	while (next_part(maps, &part, &inode))
		for (uintptr_t at = round_up(part.begin); !inode && at + LARGE <= part.end; at += LARGE)
			madvise((void *)at, LARGE, MADV_COLLAPSE);
	if (maps)
		fclose(maps);
}

/* ---- pages that every guest writes to ---- */

/* Bits of an entry of /proc/self/pagemap: Documentation/admin-guide/mm/pagemap.rst. */
static bool is_own(uint64_t entry)
{
	const uint64_t present = 1ULL << 63, file = 1ULL << 61, exclusive = 1ULL << 56;
	return (entry & (present | file | exclusive)) == (present | exclusive);
}

static void add_page(uintptr_t page)
{
	if (learnt_len && learnt[learnt_len - 1].end == page)
		learnt[learnt_len - 1].end += PAGE;
	else if (learnt_len < MAX_RANGES)
		learnt[learnt_len++] = (struct range){ page, page + PAGE };
}

static void find_in(int pagemap_fd, const struct range *part)
{
	uint64_t entries[512];
	for (uintptr_t at = part->begin; at < part->end;) {
		size_t wanted = (part->end - at) / PAGE;
		if (wanted > 512)
			wanted = 512;
		ssize_t n = pread(pagemap_fd, entries, wanted * 8, (off_t)(at / PAGE * 8));
		if (n < 8)
			return;
		for (ssize_t i = 0; i < n / 8; i++, at += PAGE)
			if (is_own(entries[i]))
				add_page(at);
	}
}

/* In a child: what is not shared with its parent any more, it has written to. */
static void find_pages(void)
{
	struct range part;
	unsigned long inode;
	int pagemap_fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	FILE *maps = pagemap_fd < 0 ? NULL : open_maps();
	while (next_part(maps, &part, &inode))
		find_in(pagemap_fd, &part);
}

void agent_learn_pages(void (*use)(void))
{
	int ends[2];
	if (sysconf(_SC_PAGESIZE) != PAGE || pipe2(ends, O_CLOEXEC) < 0)
		return;
	pid_t parent = getpid(), child = fork();
	if (child == 0) {
		agent_die_with(parent);
		use();
		find_pages();
		size_t len = learnt_len * sizeof(learnt[0]);
		_exit(write(ends[1], learnt, len) == (ssize_t)len ? 0 : 1);
	}
	close(ends[1]);
	ssize_t n = child < 0 ? 0 : read(ends[0], learnt, sizeof(learnt)); /* less than a pipe holds */
	close(ends[0]);
	if (child > 0)
		waitpid(child, NULL, 0);
	learnt_len = n > 0 ? (size_t)n / sizeof(learnt[0]) : 0;
}

void agent_copy_pages(void)
{
	for (size_t i = 0; i < learnt_len; i++)
		madvise((void *)learnt[i].begin, learnt[i].end - learnt[i].begin, MADV_POPULATE_WRITE);
}
