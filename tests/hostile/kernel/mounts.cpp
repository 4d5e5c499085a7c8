// tries: mount, unmount and change the root
// allowed: success
// blocked: mount
// fast
#include "attack.h"
#include <sys/mount.h>
int main()
{
	if (mount("none", ".", "tmpfs", 0, NULL) == 0 || mount("/etc", ".", NULL, MS_BIND, NULL) == 0 || mount(NULL, "/", NULL, MS_REMOUNT, NULL) == 0)
		worked("mounted");
	if (umount2("/proc", MNT_DETACH) == 0 || umount2("/dev/null", MNT_DETACH) == 0)
		worked("unmounted");
	if (chroot(".") == 0 || syscall(SYS_pivot_root, ".", ".") == 0)
		worked("changed the root");
	if (syscall(430, "tmpfs", 0) >= 0 || syscall(428, -100, "/", 1) >= 0 || syscall(442, -100, "/", 0, NULL, 0) >= 0)
		worked("new mount calls");
}
