// tries: end the first process while the others go on forking
// allowed: success runtime_error memory_limit
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
