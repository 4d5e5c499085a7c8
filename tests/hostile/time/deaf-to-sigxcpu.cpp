// tries: ignore the signal that CPU time is up
// allowed: timeout
// request: {"timeout": 20, "limits": {"cpuTime": 0.5}}
// seconds: 15
#include "attack.h"
int main()
{
	for (int s = 1; s < 65; s++)
		signal(s, SIG_IGN);
	for (;;)
		__asm__ volatile("");
}
