// tries: take in many processes what one may not
// allowed: memory_limit runtime_error
// limit: memory
// vm
#include "attack.h"
int main()
{
	for (int i = 0; i < 40; i++)
		if (fork() == 0) {
			char *p = (char *)malloc(50 << 20);
			if (p)
				touch(p, 50 << 20);
			sleep(3);
			_exit(0);
		}
	int status, good = 0;
	while (wait(&status) > 0)
		good += status == 0;
	if (good == 40)
		worked("2000 MB");
	return 1;
}
