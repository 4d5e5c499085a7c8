// tries: become somebody else
// allowed: success
// blocked: setuid
// fast
#include "attack.h"
#include <grp.h>
int main()
{
	if (setuid(0) == 0 || setgid(0) == 0 || setresuid(0, 0, 0) == 0 || setgroups(0, NULL) == 0)
		worked("changed");
	if (syscall(SYS_setfsuid, 0) == 0 && syscall(SYS_setfsuid, 0) == 0 && getuid() != 0)
		worked("changed for files");
}
