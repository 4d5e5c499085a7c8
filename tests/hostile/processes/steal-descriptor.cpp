// tries: take descriptors out of other processes
// allowed: success
// harmless
#include "attack.h"
int main(int, char **argv)
{
	for (pid_t pid : { (pid_t)atoi(argv[3]), getppid() }) {
		int fd = syscall(434 /* pidfd_open */, pid, 0);
		for (int n = 0; fd >= 0 && n < 20; n++)
			if (syscall(438 /* pidfd_getfd */, fd, n, 0) >= 0)
				worked("took a descriptor");
	}
}
