// tries: enter the kernel with the numbers of x32
// allowed: runtime_error
#include "attack.h"
int main()
{
#ifdef __x86_64__
	if (syscall(0x40000000 | SYS_getpid) > 0)
		worked("x32");
#endif
	return 1;
}
