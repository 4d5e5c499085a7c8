// tries: use memory as stack without end
// allowed: runtime_error memory_limit
#include "attack.h"
static int deeper(volatile char *above)
{
	volatile char here[65536];
	for (int i = 0; i < 65536; i += 4096)
		here[i] = above[0];
	return deeper(here) + here[1];
}
int main()
{
	volatile char first[1] = { 1 };
	return deeper(first);
}
