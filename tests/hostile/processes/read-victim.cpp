// tries: read and write the memory of other processes
// allowed: success
// harmless
#include "attack.h"
#include <sys/uio.h>
int main(int, char **argv)
{
	static char here[64] = "mine", there[64];
	char path[64];
	pid_t child = fork();
	if (child == 0)
		for (;;)
			pause();
	iovec local = { there, sizeof(there) }, remote = { here, sizeof(here) };
	if (process_vm_readv(child, &local, 1, &remote, 1, 0) > 0)
		worked("read its child");
	for (pid_t pid : { (pid_t)atoi(argv[3]), getppid() }) {
		snprintf(path, sizeof(path), "/proc/%d/mem", pid);
		if (open(path, O_RDWR) >= 0 || open(path, O_RDONLY) >= 0)
			worked(path);
	}
	kill(child, SIGKILL);
}
