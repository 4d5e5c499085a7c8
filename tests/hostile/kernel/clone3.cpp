// tries: hide the flags of clone behind a pointer
// allowed: success
// harmless
#include "attack.h"
#include <sched.h>
int main()
{
	unsigned long long args[11] = { CLONE_NEWUSER, 0, 0, 0, SIGCHLD };
	long pid = syscall(435, args, 64);
	if (pid == 0)
		_exit(0);
	if (pid > 0)
		worked("clone3");
}
