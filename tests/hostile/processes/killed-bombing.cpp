// tries: outlive a SIGKILL on codex-run while it forks without end
// kill: 1.5
// seconds: 40
#include "attack.h"
int main()
{
	for (;;)
		if (fork() == 0)
			setsid();
}
