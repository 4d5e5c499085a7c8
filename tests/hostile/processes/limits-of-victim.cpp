// tries: read and change limits, priority and affinity of processes of ours
// allowed: success
// harmless
#include "attack.h"
#include <sched.h>
#include <sys/resource.h>
int main(int, char **argv)
{
	for (pid_t pid : { (pid_t)atoi(argv[3]), getppid() }) {
		struct rlimit limit;
		cpu_set_t set;
		if (prlimit(pid, RLIMIT_NOFILE, NULL, &limit) == 0)
			worked("read limits");
		if (sched_getaffinity(pid, sizeof(set), &set) == 0 && sched_setaffinity(pid, sizeof(set), &set) == 0)
			worked("set affinity");
		if (setpriority(PRIO_PROCESS, pid, 19) == 0)
			worked("set priority");
		if (syscall(SYS_ioprio_set, 1, pid, 0) == 0)
			worked("set io priority");
	}
}
