// tries: queue a signal with a forged sender to a process of ours
// allowed: success
#include "attack.h"
int main(int, char **argv)
{
	siginfo_t info;
	memset(&info, 0, sizeof(info));
	info.si_code = -1;
	for (pid_t pid : { (pid_t)atoi(argv[3]), getppid() }) {
		info.si_signo = SIGKILL;
		if (syscall(SYS_rt_sigqueueinfo, pid, SIGKILL, &info) == 0 && pid != 1)
			worked("queued to another");
		if (syscall(SYS_rt_tgsigqueueinfo, pid, pid, SIGKILL, &info) == 0 && pid != 1)
			worked("queued to another's thread");
	}
}
