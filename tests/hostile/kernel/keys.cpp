// tries: leave keys in the kernel
// allowed: success
// blocked: add_key
// harmless
#include "attack.h"
int main()
{
	if (syscall(SYS_add_key, "user", "left-by-a-guest", "x", 1, -3) >= 0)
		worked("a key");
	if (syscall(SYS_keyctl, 0, -3, 1) >= 0)
		worked("a keyring");
}
