// tries: say where memory lies, of itself and of others
// allowed: success
#include "attack.h"
int main()
{
	unsigned long mask = 1;
	if (syscall(SYS_set_mempolicy, 2, &mask, 64) == 0 || syscall(SYS_migrate_pages, 0, 64, &mask, &mask) >= 0)
		worked("memory policy");
}
