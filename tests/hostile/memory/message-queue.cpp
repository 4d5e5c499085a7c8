// tries: leave a message queue of POSIX
// allowed: success
// harmless
#include "attack.h"
#include <mqueue.h>
int main()
{
	if (mq_open("/left-by-a-guest", O_CREAT | O_RDWR, 0600, NULL) >= 0) {
		mq_unlink("/left-by-a-guest");
		worked("a queue");
	}
}
