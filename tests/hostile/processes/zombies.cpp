// tries: leave as many zombies as it may
// allowed: success runtime_error timeout
// seconds: 20
#include "attack.h"
int main()
{
	for (int i = 0; i < 100000; i++)
		if (fork() == 0)
			_exit(0);
}
