// tries: have more threads at once than its limit, and keep them
// allowed: success runtime_error
// harmless
// request: {"limits": {"processes": 16}}
#include "attack.h"
#include <pthread.h>
static void *idle(void *)
{
	sleep(5);
	return NULL;
}
int main()
{
	int n = 0;
	pthread_t thread;
	while (n < 60 && pthread_create(&thread, NULL, idle, NULL) == 0)
		n++;
	/* For an instant it may, where the kernel counts by a uid that others have, too: see lib/sandbox/README.md. */
	usleep(500000);
	if (n > 40)
		worked("more threads than allowed");
}
