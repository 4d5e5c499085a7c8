// tries: watch whole file systems, make the host write its disks
// allowed: success
#include "attack.h"
int main()
{
	if (syscall(SYS_fanotify_init, 0, 0) >= 0)
		worked("fanotify");
	if (syscall(SYS_syncfs, 0) == 0)
		worked("syncfs");
	if (syscall(SYS_quotactl, 0x80000700, NULL, 0, NULL) == 0)
		worked("quotactl");
}
