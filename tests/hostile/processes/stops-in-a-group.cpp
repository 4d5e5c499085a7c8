// tries: stop all of its processes in turn, and wake them up again
// allowed: timeout
// request: {"timeout": 1}
// seconds: 10
#include "attack.h"
int main()
{
	pid_t child = fork();
	if (child == 0)
		for (;;)
			kill(getppid(), SIGSTOP), kill(getppid(), SIGCONT);
	for (;;)
		kill(child, SIGSTOP), kill(child, SIGCONT);
}
