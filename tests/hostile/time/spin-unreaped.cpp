// tries: use CPU time in children that the kernel reaps unseen, as their parent ignores SIGCHLD
// allowed: timeout
// limit: cpu
// request: {"timeout": 20, "limits": {"cpuTime": 1}}
// seconds: 40
#include "attack.h"
#include <time.h>
int main()
{
	signal(SIGCHLD, SIG_IGN);
	for (;;) {
		if (fork() == 0) {
			while (clock() < CLOCKS_PER_SEC / 20)
				;
			_exit(0);
		}
		while (wait(NULL) > 0 || errno != ECHILD)
			;
	}
}
