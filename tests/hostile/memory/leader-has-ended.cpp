// tries: use memory in processes whose first thread has ended, where /proc tells nothing of it
// allowed: memory_limit runtime_error
// limit: memory
// seconds: 20
#include "attack.h"
#include <pthread.h>
static void *eat(void *)
{
	usleep(100000);
	char *p = (char *)mmap(NULL, 100 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (p != MAP_FAILED)
		touch(p, 100 << 20);
	sleep(2);
	_exit(p == MAP_FAILED);
}
int main()
{
	for (int i = 0; i < 16; i++)
		if (fork() == 0) {
			pthread_t thread;
			pthread_create(&thread, NULL, eat, NULL);
			pthread_exit(NULL);
		}
	int status, good = 0;
	while (wait(&status) > 0)
		good += status == 0;
	if (good == 16)
		worked("1600 MB");
	return 1;
}
