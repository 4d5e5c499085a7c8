// tries: have the kernel work for it where no filter sees it
// allowed: success
// harmless
// fast
#include "attack.h"
int main()
{
	unsigned params[64] = { 0 };
	if (syscall(425, 4, params) >= 0)
		worked("io_uring");
	unsigned long context = 0;
	if (syscall(SYS_io_setup, 1, &context) == 0)
		worked("io_setup");
}
