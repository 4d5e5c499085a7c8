// tries: find itself where set-uid programs would gain something
// allowed: success
// harmless
// fast
#include "attack.h"
#include <sys/prctl.h>
int main()
{
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		worked("no_new_privs is off");
}
