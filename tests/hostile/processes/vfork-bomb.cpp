// tries: vfork without end
// allowed: success runtime_error timeout
// seconds: 30
#include "attack.h"
static void bomb()
{
	for (;;)
		if (vfork() == 0) {
			execl("/proc/self/exe", "x", (char *)NULL);
			bomb();
		}
}
int main()
{
	bomb();
}
