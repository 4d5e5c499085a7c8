#include "selftest_guest.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/capability.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

/* Each returns what it got, or NULL. */
static const char *try_files(void)
{
	static const char *const closed[] = { "/etc/passwd", "/etc/shadow", "/root", "/proc/1/environ" };
	for (size_t i = 0; i < sizeof(closed) / sizeof(closed[0]); i++)
		if (open(closed[i], O_RDONLY | O_CLOEXEC) >= 0)
			return closed[i];
	if (open("/usr/codex-run-self-test", O_WRONLY | O_CREAT | O_CLOEXEC, 0600) >= 0)
		return "wrote to /usr";
	return chmod("/usr", 0755) == 0 ? "changed the mode of /usr" : NULL;
}

static const char *try_processes(void)
{
	enum { MANY_PIDS = 32768 };
	for (pid_t pid = 2; pid < MANY_PIDS; pid++)
		if (pid != getpid() && kill(pid, 0) == 0)
			return "may signal others";
	return ptrace(PTRACE_TRACEME, 0, NULL, NULL) == 0 ? "may trace" : NULL;
}

static const char *try_network(void)
{
	for (int family = 1; family < 46; family++)
		if (socket(family, SOCK_STREAM, 0) >= 0 || socket(family, SOCK_DGRAM, 0) >= 0 ||
		    socket(family, SOCK_RAW, 0) >= 0)
			return "has a socket";
	return NULL;
}

static const char *try_kernel(void)
{
	char zeros[128] = { 0 };
	if (unshare(CLONE_NEWUSER) == 0)
		return "unshare";
	if (mount("none", ".", "tmpfs", 0, NULL) == 0)
		return "mount";
	if (syscall(SYS_bpf, 0, zeros, sizeof(zeros)) >= 0)
		return "bpf";
	if (syscall(425 /* io_uring_setup */, 1, zeros) >= 0)
		return "io_uring";
	if (syscall(SYS_keyctl, 0, -3, 1) >= 0)
		return "keyctl";
	return syscall(SYS_userfaultfd, 1) >= 0 ? "userfaultfd" : NULL;
}

static const char *try_privileges(void)
{
	struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = { 0 };
	if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
		return "no_new_privs is off";
	if (syscall(SYS_capget, &header, data) < 0 || data[0].permitted || data[1].permitted)
		return "has capabilities";
	return NULL;
}

static const char *try_descriptors(void)
{
	for (int fd = 3; fd < 4096; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			return "has a descriptor of ours";
	for (char **variable = environ; *variable; variable++)
		if (!strncmp(*variable, "CODEX_", 6))
			return "has a variable of ours";
	return NULL;
}

/* Whether it is dead when the run is over is what the supervisor proves, or the whole test fails. */
static const char *try_daemon(void)
{
	pid_t child = fork();
	if (child == 0) {
		setsid();
		if (fork() == 0)
			for (;;)
				pause();
		_exit(0);
	}
	return child < 0 || waitpid(child, NULL, 0) < 0 ? "could not fork" : NULL;
}

/* Where a sampler counts them, there may be more for the time between two looks, and a busy machine makes that long. */
static const char *try_forks(void)
{
	int children = 0;
	while (children < 64) {
		pid_t child = fork();
		if (child < 0)
			return NULL;
		if (child == 0) {
			pause();
			_exit(0);
		}
		children++;
	}
	sleep(2);
	return "has more processes than it may";
}

static const char *try_time(void)
{
	while (pause() < 0)
		;
	return "was woken up";
}

static const char *try_memory(void)
{
	for (int i = 0; i < 512; i++) {
		char *block = malloc(1 << 20);
		if (!block)
			break;
		memset(block, i + 1, 1 << 20);
		usleep(200);
	}
	return "has more memory than it may";
}

static const char *try_output(void)
{
	char block[4096];
	memset(block, 'x', sizeof(block));
	for (;;)
		if (write(STDOUT_FILENO, block, sizeof(block)) < 0)
			return "could not write";
}

static const struct {
	const char *name;
	const char *(*attempt)(void);
} attempts[] = {
	{ "files", try_files },	  { "processes", try_processes },   { "network", try_network },
	{ "kernel", try_kernel }, { "privileges", try_privileges }, { "descriptors", try_descriptors },
	{ "daemon", try_daemon }, { "forks", try_forks },	    { "time", try_time },
	{ "memory", try_memory }, { "output", try_output },
};

int selftest_guest(int argc, char **argv)
{
	for (size_t i = 0; argc > 1 && i < sizeof(attempts) / sizeof(attempts[0]); i++) {
		if (strcmp(attempts[i].name, argv[1]))
			continue;
		const char *got = attempts[i].attempt();
		puts(got ? got : "held");
		return got ? EXIT_FAILURE : EXIT_SUCCESS;
	}
	return 2;
}
