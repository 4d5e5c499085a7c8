// tries: leave a million inodes by many processes
// allowed: runtime_error timeout
// because: on a slow disk its time is over before the limit is
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
					pause(); /* the file system has no more */
			}
		}
	while (wait(NULL) > 0)
		;
}
