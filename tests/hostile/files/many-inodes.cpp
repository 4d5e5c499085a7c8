// tries: leave a million inodes by many processes
// allowed: success runtime_error timeout
// limit: disk wall
// seconds: 120
#include "attack.h"
int main()
{
	for (int p = 0; p < 8; p++)
		if (fork() == 0) {
			char name[64];
			for (long i = 0;; i++) {
				snprintf(name, sizeof(name), "%d-%ld", p, i);
				if (i % 3 == 0 ? mkdir(name, 0755) : i % 3 == 1 ? symlink("x", name) : mkfifo(name, 0644))
					_exit(0);
			}
		}
	while (wait(NULL) > 0)
		;
}
