/*
 * Waits, behind every wall, for a program that may not even be compiled yet, and becomes it: park. The job that it gets
 * (lib/warm/README.md) is executed; what runs then finds nothing of this program: no memory, no descriptor, no signal.
 */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "warm/job.h"

enum { NOT_EXECUTABLE = 126 }; /* and what is said then, as when it is started cold: lib/sandbox/spawn.c */

int main(void)
{
	char **argv, **environment;
	if (!cx_warm_await_job(&argv, &environment))
		return 0; /* nobody has come */
	execve(argv[0], argv, environment);
	dprintf(STDERR_FILENO, "codex-run: cannot execute the program: %s\n", strerrordesc_np(errno));
	return NOT_EXECUTABLE;
}
