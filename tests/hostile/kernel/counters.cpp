// tries: watch the machine's counters
// allowed: success
// blocked: perf_event_open
#include "attack.h"
int main()
{
	unsigned attr[32] = { 1, sizeof(attr) };
	if (syscall(SYS_perf_event_open, attr, 0, -1, -1, 0) >= 0)
		worked("perf");
}
