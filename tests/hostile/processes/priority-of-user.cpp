// tries: change the priority of all processes of its user, ours among them where the uid is the same
// allowed: success
// hosts: container-user user-without-namespaces
#include "attack.h"
#include <sys/resource.h>
int main()
{
	if (setpriority(PRIO_USER, 0, 19) == 0)
		worked("set the priority of a user");
	if (syscall(SYS_ioprio_set, 3, 0, 3 << 13) == 0)
		worked("set the io priority of a user");
}
