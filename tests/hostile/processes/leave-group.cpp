// tries: leave the process group that is killed
// allowed: success
// hosts: container-user user-without-namespaces container-root-without-uid
#include "attack.h"
int main()
{
	if (fork() == 0) {
		if (setpgid(0, 0) == 0 || setsid() >= 0)
			worked("left the group");
		_exit(0);
	}
	wait(NULL);
}
