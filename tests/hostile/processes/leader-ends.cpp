// tries: end its first thread and go on in another one
// allowed: success
// seconds: 10
#include "attack.h"
#include <pthread.h>
static void *rest(void *)
{
	usleep(300000);
	printf("from the second thread\n");
	fflush(stdout);
	return NULL;
}
int main()
{
	pthread_t thread;
	pthread_create(&thread, NULL, rest, NULL);
	pthread_exit(NULL);
}
