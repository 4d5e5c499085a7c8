#include "sandbox/rlimits.h"

#include <errno.h>
#include <fcntl.h>
#include <sched.h>
#include <signal.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

/* Not what is lowered by a request, but what no guest needs. */
static const struct {
	int resource;
	rlim_t value;
	const char *step;
} fixed[] = {
	/* A core_pattern that is a pipe ignores a limit of 0, but not one of 1: core(5), coredump.c. */
	{ RLIMIT_CORE, 1, "turn off core dumps" },
	{ RLIMIT_MEMLOCK, 0, "limit locked memory" },
	{ RLIMIT_MSGQUEUE, 0, "limit message queues" },
	{ RLIMIT_NICE, 0, "limit priorities" },
	{ RLIMIT_RTPRIO, 0, "limit real-time priorities" },
	{ RLIMIT_SIGPENDING, 1024, "limit pending signals and timers" },
};

static const struct {
	int resource;
	size_t offset;
	size_t max_offset; /* of the hard limit, where it is another */
	const char *step;
} planned[] = {
#define FIELD(name) offsetof(struct cx_rlimits, name)
	{ RLIMIT_DATA, FIELD(data_bytes), FIELD(data_bytes), "limit data" },
	{ RLIMIT_FSIZE, FIELD(file_bytes), FIELD(file_bytes), "limit file sizes" },
	{ RLIMIT_NOFILE, FIELD(files), FIELD(files), "limit open files" },
	{ RLIMIT_NPROC, FIELD(processes), FIELD(processes), "limit processes" },
	{ RLIMIT_STACK, FIELD(stack_bytes), FIELD(stack_max_bytes), "limit the stack" },
#undef FIELD
};

static uint64_t value_at(const struct cx_rlimits *limits, size_t offset)
{
	return *(const uint64_t *)((const char *)limits + offset);
}

/* Only a privileged process can raise its hard limit, and root in a container is not: stay within what is there. */
static int lower(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit now;
	if (getrlimit((__rlimit_resource_t)resource, &now) < 0)
		return -1;
	if (hard > now.rlim_max)
		hard = now.rlim_max;
	if (soft > hard)
		soft = hard;
	struct rlimit wanted = { .rlim_cur = soft, .rlim_max = hard };
	return setrlimit((__rlimit_resource_t)resource, &wanted);
}

const char *cx_rlimits_apply(const struct cx_rlimits *limits)
{
	for (size_t i = 0; i < sizeof(fixed) / sizeof(fixed[0]); i++)
		if (lower(fixed[i].resource, fixed[i].value, fixed[i].value) < 0)
			return fixed[i].step;
	for (size_t i = 0; i < sizeof(planned) / sizeof(planned[0]); i++) {
		rlim_t soft = value_at(limits, planned[i].offset);
		rlim_t hard = value_at(limits, planned[i].max_offset);
		if (soft && lower(planned[i].resource, soft, hard > soft ? hard : soft) < 0)
			return planned[i].step;
	}
	rlim_t cpu = limits->cpu_seconds;
	if (cpu && lower(RLIMIT_CPU, cpu, cpu + 1) < 0)
		return "limit CPU time";
	return NULL;
}

static int lower_of(pid_t pid, int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit now;
	if (prlimit(pid, (__rlimit_resource_t)resource, NULL, &now) < 0)
		return -1;
	struct rlimit wanted = { .rlim_cur = soft < now.rlim_cur ? soft : now.rlim_cur,
				 .rlim_max = hard < now.rlim_max ? hard : now.rlim_max };
	if (wanted.rlim_cur == now.rlim_cur && wanted.rlim_max == now.rlim_max)
		return 0;
	return prlimit(pid, (__rlimit_resource_t)resource, &wanted, NULL);
}

static int lower_all_of(pid_t pid, const struct cx_rlimits *limits)
{
	rlim_t cpu = limits->cpu_seconds;
	for (size_t i = 0; i < sizeof(planned) / sizeof(planned[0]); i++) {
		rlim_t soft = value_at(limits, planned[i].offset);
		rlim_t hard = value_at(limits, planned[i].max_offset);
		if (soft && lower_of(pid, planned[i].resource, soft, hard > soft ? hard : soft) < 0)
			return -1;
	}
	return cpu ? lower_of(pid, RLIMIT_CPU, cpu, cpu + 1) : 0;
}

struct lowering {
	pid_t pid;
	const struct cx_rlimits *limits;
	uid_t uid;
};

/*
 * It shares our memory, as copying it would cost more than all else: and the numbers are this one process's alone, which
 * the C library's own functions would try to give to every thread.
 */
static int lower_as_uid(void *argument)
{
	const struct lowering *plan = argument;
	uid_t id = plan->uid;
	bool done = syscall(SYS_setresgid, id, id, id) == 0 && syscall(SYS_setresuid, id, id, id) == 0 &&
		    lower_all_of(plan->pid, plan->limits) == 0;
	return done ? 0 : errno;
}

int cx_rlimits_lower(pid_t pid, const struct cx_rlimits *limits, const uid_t *uid)
{
	if (lower_all_of(pid, limits) == 0)
		return 0;
	if (errno != EPERM || !uid)
		return -1;
	_Alignas(16) char stack[16 * 1024];
	struct lowering plan = { pid, limits, *uid };
	pid_t helper = clone(lower_as_uid, stack + sizeof(stack), CLONE_VM | CLONE_VFORK | SIGCHLD, &plan);
	if (helper < 0)
		return -1;
	int status;
	while (waitpid(helper, &status, 0) < 0)
		if (errno != EINTR)
			return -1;
	errno = WIFEXITED(status) ? WEXITSTATUS(status) : EPERM;
	return errno ? -1 : 0;
}

static int run_into_limit(void)
{
	struct cx_rlimits limits = { .files = 3 };
	if (cx_rlimits_apply(&limits))
		return errno;
	return open("/", O_RDONLY | O_DIRECTORY | O_CLOEXEC) < 0 && errno == EMFILE ? 0 : 255;
}

struct cx_layer_status cx_rlimits_probe(void)
{
	struct cx_layer_status status = { .state = CX_LAYER_DENIED };
	int child = 0;
	pid_t pid = fork();
	if (pid == 0)
		_exit(run_into_limit());
	while (pid > 0 && waitpid(pid, &child, 0) < 0 && errno == EINTR)
		;
	int error = pid < 0 ? errno : WIFEXITED(child) ? WEXITSTATUS(child) : 255;
	if (!error) {
		status.state = CX_LAYER_ON;
		snprintf(status.why, sizeof(status.why),
			 "data, CPU time, file size, open files, stack per process; processes per uid");
	} else if (error == 255) {
		snprintf(status.why, sizeof(status.why), "a limit was set, but did not hold");
	} else {
		snprintf(status.why, sizeof(status.why), "setrlimit: %s", strerror(error));
	}
	return status;
}
