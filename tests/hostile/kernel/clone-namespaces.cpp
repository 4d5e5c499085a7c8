// tries: start a child in namespaces of its own
// allowed: success
// blocked: clone(CLONE_NEWUSER)
// harmless
#include "attack.h"
#include <sched.h>
int main()
{
	for (unsigned long flag : { CLONE_NEWUSER, CLONE_NEWUSER | CLONE_NEWNS, CLONE_NEWUSER | CLONE_NEWNET | CLONE_NEWPID }) {
		long pid = syscall(SYS_clone, flag | SIGCHLD, 0, 0, 0, 0);
		if (pid == 0)
			_exit(0);
		if (pid > 0)
			worked("cloned");
	}
}
