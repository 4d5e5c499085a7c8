// tries: trace a process of ours
// allowed: success
// blocked: ptrace
// harmless
#include "attack.h"
#include <sys/ptrace.h>
int main(int, char **argv)
{
	if (ptrace(PTRACE_SEIZE, atoi(argv[3]), 0, 0) == 0)
		worked("traces");
	if (ptrace(PTRACE_TRACEME, 0, 0, 0) == 0)
		worked("is traced");
}
