/*
 * without CALL[,CALL…] COMMAND [ARGUMENT…]: run a command as on a kernel, or behind a profile, that does not have
 * these system calls: they answer ENOSYS.
 */
#include <err.h>
#include <errno.h>
#include <seccomp.h>
#include <string.h>
#include <unistd.h>

static void leave_out(scmp_filter_ctx filter, const char *name)
{
	int number = seccomp_syscall_resolve_name(name);
	if (number < 0)
		errx(2, "%s is no system call", name);
	int failed = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS), number, 0);
	if (failed < 0)
		errx(1, "%s: %s", name, strerror(-failed));
}

int main(int argc, char **argv)
{
	if (argc < 3)
		errx(2, "usage: without CALL[,CALL...] COMMAND [ARGUMENT...]");
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	if (!filter)
		errx(1, "no filter can be made");
	for (char *name = strtok(argv[1], ","); name; name = strtok(NULL, ","))
		leave_out(filter, name);
	int failed = seccomp_load(filter);
	if (failed < 0)
		errx(1, "the filter cannot be loaded: %s", strerror(-failed));
	execvp(argv[2], argv + 2);
	err(1, "%s", argv[2]);
}
