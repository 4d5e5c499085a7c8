// tries: have more threads at once than its limit
// allowed: success runtime_error
// except: container-user user-without-namespaces container-root-without-uid
// harmless
// request: {"limits": {"processes": 16}}
#include "attack.h"
#include <pthread.h>
static void *idle(void *)
{
	sleep(1);
	return NULL;
}
int main()
{
	int n = 0;
	pthread_t thread;
	while (n < 60 && pthread_create(&thread, NULL, idle, NULL) == 0)
		n++;
	if (n > 40)
		worked("more threads than allowed");
}
