// request: {"cases": ["spin", "sleep", "hold", "map", "write", "fork", "print"], "timeout": 1, "limits": {"memoryMB": 40, "processes": 9, "fileMB": 2, "outputKB": 10}}
// Limits are the run's, not those of what has waited.
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

static void hold(void)
{
	for (;;)
		memset(malloc(1 << 20), 1, 1 << 20);
}

static void map(void)
{
	int mb = 0;
	while (mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) != MAP_FAILED)
		mb++;
	printf("some hundred megabytes of addresses: %d\n", mb / 100);
}

static void write_file(void)
{
	static char text[100000];
	FILE *file = fopen("large", "w");
	while (fwrite(text, sizeof(text), 1, file))
		;
}

static void fork_all(void)
{
	int children = 0;
	while (children < 50 && fork() > 0)
		children++;
	usleep(100 * 1000);
}

static void print(void)
{
	signal(SIGPIPE, SIG_IGN);
	for (;;)
		puts("a line");
}

int main(int argc, char **argv)
{
	const char *what = argc > 1 ? argv[1] : "";
	if (!strcmp(what, "spin"))
		for (;;)
			;
	if (!strcmp(what, "sleep"))
		sleep(60);
	if (!strcmp(what, "hold"))
		hold();
	if (!strcmp(what, "map"))
		map();
	if (!strcmp(what, "write"))
		write_file();
	if (!strcmp(what, "fork"))
		fork_all();
	if (!strcmp(what, "print"))
		print();
	return 0;
}
