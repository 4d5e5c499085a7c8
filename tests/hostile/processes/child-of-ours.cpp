// tries: make a child whose parent is our process
// allowed: success
// harmless
#include "attack.h"
#include <sched.h>
int main()
{
	long pid = syscall(SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0, 0);
	if (pid == 0)
		_exit(0);
	if (pid > 0)
		worked("made a sibling");
}
