// tries: trace a child of its own, and change the calls that it makes
// allowed: success
// blocked: ptrace
// harmless
#include "attack.h"
#include <sys/ptrace.h>
int main()
{
	pid_t child = fork();
	if (child == 0)
		for (;;)
			pause();
	if (ptrace(PTRACE_ATTACH, child, 0, 0) == 0)
		worked("traces its child");
	kill(child, SIGKILL);
}
