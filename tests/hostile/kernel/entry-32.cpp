// tries: enter the kernel as a 32-bit program, where numbers mean other calls
// allowed: runtime_error
#include "attack.h"
int main()
{
#ifdef __x86_64__
	int result;
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory");
	if (result > 0)
		worked("int 0x80");
#endif
	return 1;
}
