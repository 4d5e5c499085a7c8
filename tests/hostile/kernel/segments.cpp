// tries: make segments for 16-bit programs
// allowed: success
#include "attack.h"
int main()
{
#ifdef __x86_64__
	unsigned entry[4] = { 0, 0, 0xfffff, 0x51 };
	if (syscall(SYS_modify_ldt, 1, entry, sizeof(entry)) == 0)
		worked("a segment");
#endif
}
