// tries: keep the kernel busy with timers
// allowed: timeout runtime_error success
// request: {"timeout": 1}
// seconds: 10
#include "attack.h"
#include <time.h>
int main()
{
	signal(SIGALRM, SIG_IGN);
	for (int i = 0; i < 100000; i++) {
		timer_t timer;
		struct itimerspec often = { { 0, 1000 }, { 0, 1000 } };
		struct sigevent event = {};
		event.sigev_notify = SIGEV_NONE;
		if (timer_create(CLOCK_MONOTONIC, &event, &timer) == 0)
			timer_settime(timer, 0, &often, NULL);
	}
	for (;;)
		pause();
}
