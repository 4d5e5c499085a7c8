// tries: hold the kernel in the middle of a copy
// allowed: success
// blocked: userfaultfd
// harmless
#include "attack.h"
int main()
{
	if (syscall(SYS_userfaultfd, 1) >= 0 || syscall(SYS_userfaultfd, 0) >= 0)
		worked("userfaultfd");
}
