/* Takes memory as fast as it can, until it is ended. overshoot WAY; the script of that name says which there are. */
#define _GNU_SOURCE
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

enum { CHUNK = 8 * 1024 * 1024, PROCESSES = 16 };

/* The kernel touches all of it, in one call. Refused, it asks again, for a second or so. */
static void map(int flags)
{
	for (int refused = 0; refused < 5000;) {
		void *at = mmap(NULL, CHUNK, PROT_READ | PROT_WRITE, flags | MAP_ANONYMOUS | MAP_POPULATE, -1,
				0);
		refused += at == MAP_FAILED;
		if (at == MAP_FAILED)
			usleep(100);
	}
}

static void fill(int fd)
{
	static char block[1024 * 1024];
	memset(block, 1, sizeof(block));
	while (fd >= 0 && write(fd, block, sizeof(block)) > 0)
		;
}

static void fill_files_in_memory(void)
{
	for (int n = 0; n < 1000; n++)
		fill(memfd_create("x", 0));
}

static void fill_files(void)
{
	char name[64];
	for (int n = 0; n < 1000; n++) {
		snprintf(name, sizeof(name), "/dev/shm/%d-%d", (int)getpid(), n);
		fill(open(name, O_CREAT | O_WRONLY, 0600));
	}
}

static void fill_pipes(void)
{
	static char block[1024 * 1024];
	int ends[2];
	memset(block, 1, sizeof(block));
	while (pipe2(ends, O_NONBLOCK) == 0) {
		fcntl(ends[1], F_SETPIPE_SZ, sizeof(block));
		while (write(ends[1], block, sizeof(block)) > 0)
			;
	}
}

static void take(const char *way)
{
	if (!strcmp(way, "private"))
		map(MAP_PRIVATE);
	else if (!strcmp(way, "shared"))
		map(MAP_SHARED);
	else if (!strcmp(way, "memfd"))
		fill_files_in_memory();
	else if (!strcmp(way, "shm"))
		fill_files();
	else if (!strcmp(way, "pipes"))
		fill_pipes();
	else if (!strcmp(way, "nothing"))
		exit(0);
}

int main(int argc, char **argv)
{
	if (argc != 3)
		return 2;
	int processes = !strcmp(argv[2], "forked") ? PROCESSES : 1;
	for (int n = 1; n < processes; n++)
		if (fork() == 0)
			break;
	take(argv[1]);
	while (wait(NULL) > 0)
		;
	sleep(1);
	return 0;
}
