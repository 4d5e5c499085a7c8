// tries: write from a child after the run has ended
// allowed: success
#include "attack.h"
int main()
{
	if (fork() == 0) {
		setsid();
		for (;;) {
			dprintf(1, ".");
			usleep(1000);
		}
	}
}
