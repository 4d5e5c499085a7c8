// tries: make files in memory that nobody has mapped
// allowed: success
// harmless
// fast
#include "attack.h"
int main()
{
	static char block[1 << 20];
	memset(block, 1, sizeof(block));
	int fd = syscall(SYS_memfd_create, "x", 0);
	if (fd >= 0 && write(fd, block, sizeof(block)) > 0)
		worked("memfd");
	if (syscall(447 /* memfd_secret */, 0) >= 0)
		worked("memfd_secret");
}
