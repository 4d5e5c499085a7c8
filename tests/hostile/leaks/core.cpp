// tries: leave a core dump
// allowed: runtime_error
#include "attack.h"
#include <sys/resource.h>
int main()
{
	struct rlimit all = { RLIM_INFINITY, RLIM_INFINITY };
	if (setrlimit(RLIMIT_CORE, &all) == 0)
		worked("may dump core");
	for (int i = 0; i < 3; i++)
		if (fork() == 0)
			abort();
	while (wait(NULL) > 0)
		;
	for (const char *name : { "core", "/core", "/tmp/core", "/var/crash/core" })
		if (access(name, F_OK) == 0)
			worked(name);
	abort();
}
