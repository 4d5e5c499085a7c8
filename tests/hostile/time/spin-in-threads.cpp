// tries: use the CPU time of many threads
// allowed: timeout
// limit: cpu
// request: {"timeout": 20, "limits": {"cpuTime": 0.5}}
// seconds: 40
#include "attack.h"
#include <thread>
int main()
{
	for (int i = 0; i < 8; i++)
		std::thread([] { for (;;) __asm__ volatile(""); }).detach();
	for (;;)
		__asm__ volatile("");
}
