// request: {"cases": ["return", "exit", "unflushed", "abort", "segv", "term", "divide", "deep", "orphan", "thread", "closed"]}
// How a program can end.
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

static volatile int zero;

static int deep(int n)
{
	volatile char room[10000];
	memset((char *)room, n, sizeof(room));
	return deep(n + 1) + room[n % 100];
}

static void *end_it(void *unused)
{
	(void)unused;
	exit(9);
}

static void leave_orphan(void)
{
	if (fork() == 0) {
		sleep(60);
		_exit(0);
	}
	exit(4);
}

static void end_in_thread(void)
{
	pthread_t thread;
	pthread_create(&thread, NULL, end_it, NULL);
	pthread_join(thread, NULL);
}

int main(int argc, char **argv)
{
	const char *how = argc > 1 ? argv[1] : "";
	printf("%s\n", how);
	if (strcmp(how, "unflushed") != 0)
		fflush(stdout);
	if (!strcmp(how, "exit"))
		exit(3);
	if (!strcmp(how, "unflushed"))
		_exit(5);
	if (!strcmp(how, "abort"))
		abort();
	if (!strcmp(how, "segv"))
		raise(SIGSEGV);
	if (!strcmp(how, "term"))
		kill(getpid(), SIGTERM);
	if (!strcmp(how, "divide"))
		return 1 / zero;
	if (!strcmp(how, "deep"))
		return deep(0);
	if (!strcmp(how, "orphan"))
		leave_orphan();
	if (!strcmp(how, "thread"))
		end_in_thread();
	if (!strcmp(how, "closed")) {
		close(1);
		return puts("nobody reads this") < 0;
	}
	return 0;
}
