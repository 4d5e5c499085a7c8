// tries: end the first process while the others go on forking
// allowed: success runtime_error
// because: the end of the first process ends the run well; where guests have our uid the sampler may have ended it before, at its limit of processes
// seconds: 30
// vm
#include "attack.h"
int main()
{
	for (int i = 0; i < 6; i++)
		if (fork() == 0)
			for (;;)
				if (fork() == 0)
					setsid();
	usleep(100000);
	_exit(0);
}
