// tries: hold the lock on its memory map, so that whoever measures it waits, and take memory meanwhile
// allowed: memory_limit runtime_error timeout
// request: {"timeout": 3}
// seconds: 12
#include "attack.h"
#include <sched.h>
static int hammer(void *)
{
	for (;;) {
		void *p = mmap(NULL, 4096, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (p == MAP_FAILED)
			continue;
		*(volatile char *)p = 1;
		munmap(p, 4096);
	}
}
int main()
{
	char *big = (char *)mmap(NULL, 30 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	touch(big, 30 << 20);
	for (int i = 0; i < 30; i++) {
		char *stack = (char *)mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		clone(hammer, stack + 65536, CLONE_VM | CLONE_FS | CLONE_FILES, NULL);
	}
	usleep(50000);
	for (int i = 0; i < 20; i++)
		if (fork() == 0) {
			char *p = (char *)mmap(NULL, 100 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
			if (p != MAP_FAILED)
				touch(p, 100 << 20);
			sleep(1);
			if (i == 19)
				worked("2000 MB");
			for (;;)
				pause();
		}
	for (;;)
		pause();
}
