/* Threads, calls and processes, each many times: nanoseconds for one. What tests/bench/blocked runs in the sandbox. */
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { THREADS = 4000, CALLS = 200000, PROCESSES = 200 };

static void *nothing(void *argument)
{
	return argument;
}

static void start_thread(void)
{
	pthread_t thread;
	if (pthread_create(&thread, NULL, nothing, NULL) || pthread_join(thread, NULL))
		exit(1);
}

static void make_call(void)
{
	getppid();
}

static void start_process(void)
{
	pid_t pid = fork();
	if (pid == 0)
		_exit(0);
	if (pid < 0 || waitpid(pid, NULL, 0) < 0)
		exit(1);
}

static void measure(const char *name, void (*once)(void), int times)
{
	struct timespec from, to;
	for (int i = 0; i < times / 10; i++)
		once();
	clock_gettime(CLOCK_MONOTONIC, &from);
	for (int i = 0; i < times; i++)
		once();
	clock_gettime(CLOCK_MONOTONIC, &to);
	printf("%s %.1f\n", name,
	       ((double)(to.tv_sec - from.tv_sec) * 1e9 + (double)(to.tv_nsec - from.tv_nsec)) / times);
}

int main(void)
{
	measure("thread", start_thread, THREADS);
	measure("call", make_call, CALLS);
	measure("process", start_process, PROCESSES);
	return 0;
}
