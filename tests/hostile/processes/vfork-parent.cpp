// tries: hide in an uninterruptible wait for a vforked child
// allowed: timeout
// request: {"timeout": 1}
// seconds: 10
#include "attack.h"
int main()
{
	if (vfork() == 0)
		for (;;)
			pause();
}
