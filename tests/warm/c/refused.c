// Refused calls are reported, and of a program's own only.
#define _GNU_SOURCE
#include <errno.h>
#include <sched.h>
#include <stdio.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/ptrace.h>

int main(void)
{
	printf("%d\n", mount("none", "/tmp", "tmpfs", 0, NULL) < 0 ? errno : 0);
	printf("%d\n", unshare(CLONE_NEWUSER) < 0 ? errno : 0);
	return 0;
}
