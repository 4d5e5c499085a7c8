// tries: take a higher priority
// allowed: success
#include "attack.h"
#include <sched.h>
#include <sys/resource.h>
int main()
{
	struct sched_param first = { 1 };
	if (setpriority(PRIO_PROCESS, 0, -5) == 0)
		worked("a higher priority");
	if (sched_setscheduler(0, SCHED_FIFO, &first) == 0 || sched_setscheduler(0, SCHED_RR, &first) == 0)
		worked("real time");
	if (syscall(SYS_ioprio_set, 1, 0, 1 << 13) == 0)
		worked("real time input and output");
}
