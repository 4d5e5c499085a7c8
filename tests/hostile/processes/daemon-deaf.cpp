// tries: outlive the run with every signal ignored and blocked
// allowed: success
#include "attack.h"
int main()
{
	for (int i = 0; i < 5; i++)
		if (fork() == 0) {
			setsid();
			setpgid(0, 0);
			for (int s = 1; s < 65; s++)
				signal(s, SIG_IGN);
			sigset_t all;
			sigfillset(&all);
			sigprocmask(SIG_BLOCK, &all, NULL);
			if (fork() == 0)
				for (;;)
					pause();
			_exit(0);
		}
	usleep(200000);
}
