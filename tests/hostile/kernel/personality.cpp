// tries: turn off the randomisation of addresses
// allowed: success
// blocked: personality
// harmless
#include "attack.h"
#include <sys/personality.h>
int main()
{
	if (personality(ADDR_NO_RANDOMIZE) >= 0 || personality(READ_IMPLIES_EXEC) >= 0)
		worked("changed");
	if (personality(0xffffffff) > 0)
		worked("has another one");
}
