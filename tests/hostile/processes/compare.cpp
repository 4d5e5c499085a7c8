// tries: learn kernel addresses by comparing processes
// allowed: success
// harmless
#include "attack.h"
int main()
{
	pid_t child = fork();
	if (child == 0)
		for (;;)
			pause();
	if (syscall(SYS_kcmp, getpid(), child, 1, 0, 0) >= 0)
		worked("compared");
	kill(child, SIGKILL);
}
