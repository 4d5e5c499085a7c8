#include <errno.h>
#include <fcntl.h>
#include <malloc.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
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

/* ---- what is ours, and what will be the guests' ---- */

/*
 * An allocator fills its holes first, and so a guest would write to pages all over our memory, with a copy for each.
 * Once they are full its objects lie together, where nothing is yet.
 */
static uintptr_t heap_of_guests, pieces_of_guests; /* from here on */

void agent_close_pieces(void)
{
	size_t i = 0;
	while (i < PIECES && taken[i])
		i++;
	for (; i < PIECES && (uintptr_t)(pieces + i * AGENT_PIECE) % LARGE; i++)
		taken[i] = true;
	pieces_of_guests = i < PIECES ? (uintptr_t)(pieces + i * AGENT_PIECE) : 0;
}

/* Any, where all pieces are taken: what comes then may lie anywhere. */
bool agent_is_in_piece_of_guests(const void *block)
{
	return (uintptr_t)block >= pieces_of_guests;
}

/* The largest first, as what is left of a hole is smaller. */
void agent_close_heap(void)
{
	const size_t largest = 64 * 1024, smallest = 24, step = 16, room = 120 * 1024;
	heap_of_guests = (uintptr_t)sbrk(0) - mallinfo2().keepcost;
	for (size_t size = largest; size >= smallest; size -= step) {
		void *block = malloc(size);
		while (block && (uintptr_t)block < heap_of_guests)
			block = malloc(size);
		free(block);
	}
	/* So that a guest finds it where it was when we learnt its pages; more than that free(3) would give back. */
	free(malloc(room));
}

static bool is_of_guests(uintptr_t page)
{
	bool in_heap = page < (uintptr_t)sbrk(0) && page + LARGE > heap_of_guests;
	uintptr_t pieces_end = (uintptr_t)(pieces + (size_t)PIECES * AGENT_PIECE);
	return (heap_of_guests && in_heap) ||
	       (pieces_of_guests && page >= pieces_of_guests && page < pieces_end);
}

/* What a guest then writes to is split again, and copied by small pages. */
void agent_gather_memory(void)
{
	struct range part;
	unsigned long inode;
	FILE *maps = open_maps();
	while (next_part(maps, &part, &inode))
		for (uintptr_t at = round_up(part.begin); !inode && at + LARGE <= part.end; at += LARGE)
			if (!is_of_guests(at))
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
