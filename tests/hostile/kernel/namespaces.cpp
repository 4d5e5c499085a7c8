// tries: make namespaces of its own
// allowed: success
// blocked: unshare
// fast
#include "attack.h"
#include <sched.h>
int main()
{
	for (int flag : { CLONE_NEWUSER, CLONE_NEWNS, CLONE_NEWPID, CLONE_NEWNET, CLONE_NEWIPC, CLONE_NEWUTS, CLONE_NEWCGROUP, 0x80, CLONE_FILES, CLONE_FS })
		if (unshare(flag) == 0)
			worked("unshared");
}
