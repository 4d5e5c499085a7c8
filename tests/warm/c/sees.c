// request: {"args": ["one", "two words", ""], "input": "a line\nand another"}
// What a program finds that begins: nothing of what has waited for it.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/prctl.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/time.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

static void see_strings(int argc, char **argv)
{
	for (int i = 0; i < argc; i++)
		printf("argv[%d] '%s'\n", i, argv[i]);
	for (char **at = environ; *at; at++)
		printf("environment '%s'\n", *at);
	printf("execfn %s, invocation %s\n", (const char *)getauxval(AT_EXECFN), program_invocation_name);
}

static void see_descriptors(void)
{
	for (int fd = 0; fd < 1024; fd++) {
		struct stat st;
		if (fstat(fd, &st) == 0)
			printf("fd %d: %o, flags %d %d, tty %d\n", fd, st.st_mode & S_IFMT,
			       fcntl(fd, F_GETFD), fcntl(fd, F_GETFL), isatty(fd));
	}
	char text[100];
	size_t len = fread(text, 1, sizeof(text), stdin);
	printf("input '%.*s', then end %d\n", (int)len, text, feof(stdin));
}

static void see_signals(void)
{
	sigset_t blocked, pending;
	sigprocmask(SIG_SETMASK, NULL, &blocked);
	sigpending(&pending);
	for (int sig = 1; sig < NSIG; sig++) {
		struct sigaction action = { 0 };
		sigaction(sig, NULL, &action);
		if (action.sa_handler != SIG_DFL || sigismember(&blocked, sig) > 0 ||
		    sigismember(&pending, sig) > 0)
			printf("signal %d is not as it should be\n", sig);
	}
	stack_t stack;
	printf("alternate stack %d %d\n", sigaltstack(NULL, &stack), stack.ss_flags);
}

static void see_limits(void)
{
	for (int which = 0; which < RLIMIT_NLIMITS; which++) {
		struct rlimit limit = { 0 };
		getrlimit(which, &limit);
		printf("limit %d: %llu %llu\n", which, (unsigned long long)limit.rlim_cur,
		       (unsigned long long)limit.rlim_max);
	}
	for (int which = ITIMER_REAL; which <= ITIMER_PROF; which++) {
		struct itimerval timer;
		getitimer(which, &timer);
		printf("timer %d: %ld %ld\n", which, timer.it_value.tv_sec, timer.it_interval.tv_sec);
	}
}

/* Of processes: in a namespace of its own. */
static void see_numbers(void)
{
	fflush(stdout);
	pid_t child = fork();
	if (child == 0)
		_exit(0);
	waitpid(child, NULL, 0);
	printf("pid %d, parent %d, first child %d\n", getpid(), getppid(), child);
}

static void see_process(void)
{
	int death = -1, reaper = -1;
	char name[17] = "", folder[4096];
	cpu_set_t cpus;
	struct rusage children;
	prctl(PR_GET_PDEATHSIG, &death);
	prctl(PR_GET_CHILD_SUBREAPER, &reaper);
	prctl(PR_GET_NAME, name);
	sched_getaffinity(0, sizeof(cpus), &cpus);
	getrusage(RUSAGE_CHILDREN, &children);
	mode_t mask = umask(0);
	printf("name %s, in %s, umask %o, personality %x\n", name, getcwd(folder, sizeof(folder)), mask,
	       personality(0xffffffff));
	printf("dumpable %d, no_new_privs %d, keepcaps %d, seccomp %d, death %d, reaper %d, slack %d, "
	       "securebits %d, thp %d\n",
	       prctl(PR_GET_DUMPABLE), prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0), prctl(PR_GET_KEEPCAPS),
	       prctl(PR_GET_SECCOMP), death, reaper, prctl(PR_GET_TIMERSLACK), prctl(PR_GET_SECUREBITS),
	       prctl(PR_GET_THP_DISABLE, 0, 0, 0, 0));
	printf("groups %d, uid is gid %d, same ids %d, secure %ld\n", getgroups(0, NULL),
	       getuid() == getgid(), getuid() == geteuid() && getgid() == getegid(),
	       (long)getauxval(AT_SECURE));
	printf("leader of session %d and group %d, nice %d, policy %d, cpus %d\n", getsid(0) == getpid(),
	       getpgrp() == getpid(), getpriority(PRIO_PROCESS, 0), sched_getscheduler(0), CPU_COUNT(&cpus));
	printf("children %d, used %ld, few ms of its own %d\n", waitpid(-1, NULL, WNOHANG),
	       children.ru_maxrss, clock() < 200 * CLOCKS_PER_SEC / 1000);
	if (!strcmp(folder, "/work"))
		see_numbers();
}

int main(int argc, char **argv)
{
	see_strings(argc, argv);
	see_descriptors();
	see_signals();
	see_limits();
	see_process();
	return 0;
}
