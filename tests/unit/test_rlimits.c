/* Limits are applied in a child, which then runs into them. */
#include "check.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/rlimits.h"

static int under(const struct cx_rlimits *limits, int (*guest)(void))
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0)
		_exit(cx_rlimits_apply(limits) ? 99 : guest());
	int status = -1;
	waitpid(pid, &status, 0);
	return status;
}

static int limit_is(int resource, rlim_t soft, rlim_t hard)
{
	struct rlimit limit;
	return getrlimit((__rlimit_resource_t)resource, &limit) == 0 && limit.rlim_cur == soft &&
	       limit.rlim_max == hard;
}

static int has_what_no_guest_needs(void)
{
	if (!limit_is(RLIMIT_CORE, 1, 1) || !limit_is(RLIMIT_MEMLOCK, 0, 0) ||
	    !limit_is(RLIMIT_MSGQUEUE, 0, 0))
		return 1;
	return limit_is(RLIMIT_RTPRIO, 0, 0) && limit_is(RLIMIT_NICE, 0, 0) ? 0 : 2;
}

TEST(core_dumps_and_locked_memory_are_always_off)
{
	const struct cx_rlimits nothing = { 0 };
	CHECK_EQ_INT(under(&nothing, has_what_no_guest_needs), 0);
}

static int has_plan(void)
{
	return limit_is(RLIMIT_DATA, 64 << 20, 64 << 20) && limit_is(RLIMIT_FSIZE, 4096, 4096) &&
			       limit_is(RLIMIT_NOFILE, 16, 16) && limit_is(RLIMIT_NPROC, 5, 5) &&
			       limit_is(RLIMIT_CPU, 2, 3) && limit_is(RLIMIT_STACK, 2 << 20, 4 << 20)
		       ? 0
		       : 1;
}

TEST(a_plan_is_applied_as_it_was_made)
{
	const struct cx_rlimits plan = {
		.data_bytes = 64 << 20,
		.cpu_seconds = 2,
		.file_bytes = 4096,
		.files = 16,
		.processes = 5,
		.stack_bytes = 2 << 20,
		.stack_max_bytes = 4 << 20,
	};
	CHECK_EQ_INT(under(&plan, has_plan), 0);
}

static int try_nested(void)
{
	const struct cx_rlimits higher = { .files = 64, .stack_bytes = 1 << 20 };
	if (cx_rlimits_apply(&higher))
		return 1;
	return limit_is(RLIMIT_NOFILE, 16, 16) && limit_is(RLIMIT_STACK, 1 << 20, 1 << 20) ? 0 : 2;
}

/* As in a container whose own limits are lower than ours, and whose root may not raise them. */
TEST(what_is_inherited_and_lower_stays)
{
	const struct cx_rlimits lower = { .files = 16 };
	CHECK_EQ_INT(under(&lower, try_nested), 0);
}

#ifndef __SANITIZE_ADDRESS__
static int allocate(void)
{
	void *small = mmap(NULL, 8 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *large = mmap(NULL, 64 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	void *reserved = mmap(NULL, 1UL << 30, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	return small != MAP_FAILED && large == MAP_FAILED && reserved != MAP_FAILED ? 0 : 1;
}

TEST(data_counts_memory_but_not_reservations)
{
	const struct cx_rlimits limits = { .data_bytes = 48 << 20 };
	CHECK_EQ_INT(under(&limits, allocate), 0);
}

static void *nothing_to_do(void *unused)
{
	return unused;
}

static int start_thread(void)
{
	pthread_attr_t attributes;
	pthread_t thread;
	pthread_attr_init(&attributes);
	pthread_attr_setstacksize(&attributes, 32 << 20);
	return pthread_create(&thread, &attributes, nothing_to_do, NULL);
}

/* Why the stack is 8 MB and not 64: a thread's counts whole, touched or not. */
TEST(data_counts_the_whole_stack_of_a_thread)
{
	const struct cx_rlimits tight = { .data_bytes = 24 << 20 };
	const struct cx_rlimits enough = { .data_bytes = 96 << 20 };
	CHECK_EQ_INT(WEXITSTATUS(under(&tight, start_thread)), EAGAIN);
	CHECK_EQ_INT(under(&enough, start_thread), 0);
}
#endif

static int write_too_much(void)
{
	signal(SIGXFSZ, SIG_IGN);
	FILE *file = tmpfile();
	char page[4096] = { 0 };
	if (!file || write(fileno(file), page, sizeof(page)) != sizeof(page))
		return 1;
	return write(fileno(file), page, 1) < 0 && errno == EFBIG ? 0 : 2;
}

TEST(files_end_at_their_size)
{
	const struct cx_rlimits limits = { .file_bytes = 4096 };
	CHECK_EQ_INT(under(&limits, write_too_much), 0);
}

static int spin(void)
{
	volatile int spinning = 1;
	signal(SIGXCPU, SIG_IGN);
	while (spinning)
		;
	return 0;
}

TEST(a_process_that_ignores_the_first_signal_is_killed_by_the_second)
{
	const struct cx_rlimits limits = { .cpu_seconds = 1 };
	int status = under(&limits, spin);
	CHECK(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

TEST(the_probe_runs_into_a_limit)
{
	struct cx_layer_status status = cx_rlimits_probe();
	CHECK_EQ_INT(status.state, CX_LAYER_ON);
	CHECK_CONTAINS(status.why, "data");
}

int main(void)
{
	RUN(core_dumps_and_locked_memory_are_always_off);
	RUN(a_plan_is_applied_as_it_was_made);
	RUN(what_is_inherited_and_lower_stays);
#ifdef __SANITIZE_ADDRESS__
	printf("# SKIP two tests of data: the sanitizer's own memory is over any limit\n");
#else
	RUN(data_counts_memory_but_not_reservations);
	RUN(data_counts_the_whole_stack_of_a_thread);
#endif
	RUN(files_end_at_their_size);
	RUN(a_process_that_ignores_the_first_signal_is_killed_by_the_second);
	RUN(the_probe_runs_into_a_limit);
	return check_done();
}
