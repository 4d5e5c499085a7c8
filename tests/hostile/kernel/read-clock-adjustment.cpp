// tries: the call that adjusts the clock, without changing it
// allowed: success
// harmless
#include "attack.h"
#include <sys/timex.h>
int main()
{
	struct timex t = {};
	if (adjtimex(&t) >= 0)
		worked("adjtimex");
}
