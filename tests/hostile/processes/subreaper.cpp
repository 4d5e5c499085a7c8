// tries: collect orphans itself, so that we never hear of them
// allowed: success
// harmless
#include "attack.h"
#include <sys/prctl.h>
int main()
{
	if (prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0) == 0)
		worked("is a subreaper");
}
