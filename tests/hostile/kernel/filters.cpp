// tries: put a filter of its own above ours, with a listener
// allowed: success
// harmless
#include "attack.h"
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
int main()
{
	struct sock_filter allow = { 6, 0, 0, 0x7fff0000 };
	struct sock_fprog program = { 1, &allow };
	prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (syscall(SYS_seccomp, 1, 0, &program) == 0 || prctl(PR_SET_SECCOMP, 2, &program) == 0 || syscall(SYS_seccomp, 1, 8, &program) >= 0)
		worked("a filter");
}
