// tries: lock memory
// allowed: success
#include "attack.h"
int main()
{
	static char block[1 << 20];
	if (mlock(block, sizeof(block)) == 0)
		worked("locked");
	if (mlockall(MCL_CURRENT | MCL_FUTURE) == 0)
		worked("locked all");
}
