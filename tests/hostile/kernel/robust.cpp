// tries: crash at odd addresses, by odd instructions and with odd stacks
// allowed: runtime_error
#include "attack.h"
int main()
{
	for (int kind = 0; kind < 4; kind++)
		if (fork() == 0) {
			if (kind == 0)
				((void (*)())0xffffffff81000000)();
			if (kind == 1)
				*(volatile long *)0x7fffffffffff = 1;
			if (kind == 2)
				__asm__ volatile("xor %rsp, %rsp; push %rax");
			abort();
		}
	while (wait(NULL) > 0)
		;
	return 1;
}
