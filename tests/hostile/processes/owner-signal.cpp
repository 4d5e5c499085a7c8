// tries: have the kernel signal a process of ours as the owner of a descriptor
// allowed: success
// harmless
#include "attack.h"
int main(int, char **argv)
{
	int ends[2];
	if (pipe(ends) == 0 && fcntl(ends[0], F_SETOWN, atoi(argv[3])) == 0 && fcntl(ends[0], F_SETSIG, SIGURG) == 0)
		worked("owner is another");
}
