#include <errno.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/mman.h>

#include "agents.h"

#ifndef MADV_COLLAPSE
#define MADV_COLLAPSE 25 /* Linux 6.1 */
#endif

/*
 * A fork copies an entry for each page that there is, and twice for each guest: with large pages there is one for 512.
 * What a guest then writes to is split again, and copied by small pages.
 */
void agent_gather_memory(void)
{
	const uintptr_t large = 2 << 20;
	char line[512];
	FILE *maps = fopen("/proc/self/maps", "re");
	while (maps && fgets(line, sizeof(line), maps)) {
		uintptr_t begin, end;
		char rights[5];
		unsigned long inode;
		if (sscanf(line, "%lx-%lx %4s %*s %*s %lu", &begin, &end, rights, &inode) != 4 || inode ||
		    strcmp(rights, "rw-p") != 0 || strstr(line, "[stack]"))
			continue;
		for (uintptr_t at = (begin + large - 1) & ~(large - 1); at + large <= end; at += large)
			madvise((void *)at, large, MADV_COLLAPSE);
	}
	if (maps)
		fclose(maps);
}
