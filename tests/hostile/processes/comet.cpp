// tries: outrun whoever kills: fork, let the parent die, and so on
// allowed: success runtime_error timeout
// seconds: 30
#include "attack.h"
int main()
{
	for (int i = 0; i < 8; i++)
		if (fork() == 0) {
			setsid();
			for (;;)
				if (fork() > 0)
					_exit(0);
		}
	usleep(300000);
}
