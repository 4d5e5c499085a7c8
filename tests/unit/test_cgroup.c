/* A guest's cgroup, whichever version the host has. Where we may make none, the root says why. */
#include "check.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "sandbox/cgroup.h"
#include "sandbox/layers.h"

static struct cx_cgroup_root root = CX_CGROUP_ROOT_NONE;
static struct cx_cgroup cgroup = CX_CGROUP_NONE;
static const struct cx_cgroup_limits limits = { .memory_bytes = 32 << 20, .processes = 4 };

/* Fork a child that enters and then does `work`; its wait status. */
static int run_inside(int (*work)(void))
{
	int status = -1;
	pid_t pid = fork();
	if (pid == 0)
		_exit(cx_cgroup_enter(root.version, cgroup.doors) < 0 ? 99 : work());
	waitpid(pid, &status, 0);
	return status;
}

static int touch(size_t bytes)
{
	char *memory = mmap(NULL, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
	if (memory == MAP_FAILED)
		return 1;
	for (size_t i = 0; i < bytes; i += 4096)
		*(volatile char *)(memory + i) = 1;
	return 0;
}

static int touch_little(void)
{
	return touch(16 << 20);
}

static int touch_too_much(void)
{
	return touch(256 << 20);
}

/* The children wait for their parent's end, so that the limit is about those that live at once. */
static int fork_too_many(void)
{
	int ends[2], refused = 0;
	if (pipe(ends) < 0)
		return 98;
	for (int i = 0; i < 6; i++) {
		pid_t pid = fork();
		if (pid < 0)
			refused++;
		if (pid == 0) {
			char byte;
			close(ends[1]);
			_exit(read(ends[0], &byte, 1) == 0 ? 0 : 1);
		}
	}
	close(ends[1]);
	while (wait(NULL) > 0)
		;
	return refused;
}

static int spin(void)
{
	volatile unsigned long n = 0;
	clock_t start = clock();
	while (clock() - start < CLOCKS_PER_SEC / 10)
		n = n + 1;
	return 0;
}

TEST(a_fresh_one_has_counted_nothing)
{
	struct cx_error err;
	struct cx_cgroup_usage usage;
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	cx_cgroup_read(&cgroup, &usage);
	CHECK_EQ_INT(usage.tasks, 0);
	CHECK_EQ_INT(usage.user_us + usage.system_us, 0);
	CHECK_EQ_INT(usage.oom_kills, 0);
	CHECK_EQ_INT(usage.refused_tasks, 0);
}

TEST(memory_within_the_limit_is_measured)
{
	struct cx_error err;
	struct cx_cgroup_usage usage;
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	CHECK_EQ_INT(run_inside(touch_little), 0);
	cx_cgroup_read(&cgroup, &usage);
	CHECK_EQ_INT(usage.oom_kills, 0);
	if (usage.memory_peak_bytes) { /* version 2 before Linux 5.19 keeps no peak */
		CHECK(usage.memory_peak_bytes >= 16 << 20);
		CHECK(usage.memory_peak_bytes < 24 << 20);
	}
}

TEST(memory_over_the_limit_is_killed_and_told)
{
	struct cx_error err;
	struct cx_cgroup_usage usage;
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	int status = run_inside(touch_too_much);
	CHECK(WIFSIGNALED(status));
	CHECK_EQ_INT(WTERMSIG(status), SIGKILL);
	cx_cgroup_read(&cgroup, &usage);
	CHECK(usage.oom_kills >= 1);
	CHECK(usage.memory_peak_bytes <= limits.memory_bytes);
}

TEST(processes_over_the_limit_are_refused_and_counted)
{
	struct cx_error err;
	struct cx_cgroup_usage usage;
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	int status = run_inside(fork_too_many);
	CHECK(WIFEXITED(status));
	CHECK_EQ_INT(WEXITSTATUS(status), 3); /* of six beside their parent, three fit */
	cx_cgroup_read(&cgroup, &usage);
	CHECK_EQ_INT(usage.refused_tasks, 3);
}

TEST(cpu_time_is_counted_and_the_next_guest_starts_at_nothing)
{
	struct cx_error err;
	struct cx_cgroup_usage usage;
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	CHECK_EQ_INT(run_inside(spin), 0);
	cx_cgroup_read(&cgroup, &usage);
	CHECK(usage.user_us + usage.system_us >= 90 * 1000);
	CHECK(usage.user_us + usage.system_us < 1000 * 1000);
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	cx_cgroup_read(&cgroup, &usage);
	CHECK_EQ_INT(usage.user_us + usage.system_us, 0);
}

TEST(what_was_refused_to_an_earlier_guest_is_not_the_next_ones)
{
	struct cx_error err;
	struct cx_cgroup_usage usage;
	const struct cx_cgroup_limits more = { .memory_bytes = 64 << 20, .processes = 8 };
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	run_inside(touch_too_much);
	run_inside(fork_too_many);
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &more, &err), 0);
	CHECK_EQ_INT(run_inside(touch_little), 0);
	cx_cgroup_read(&cgroup, &usage);
	CHECK_EQ_INT(usage.oom_kills, 0);
	CHECK_EQ_INT(usage.refused_tasks, 0);
	CHECK(usage.memory_peak_bytes < 24 << 20);
}

TEST(what_a_violent_end_left_behind_is_killed)
{
	struct cx_error err;
	struct cx_cgroup later = CX_CGROUP_NONE;
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	pid_t pid = fork();
	if (pid == 0) {
		if (fork() == 0) { /* an orphan, as after the end of its supervisor */
			if (cx_cgroup_enter(root.version, cgroup.doors) == 0)
				for (;;)
					pause();
			_exit(1);
		}
		_exit(0);
	}
	waitpid(pid, NULL, 0);
	struct cx_cgroup_usage usage = { 0 };
	for (int i = 0; i < 1000 && usage.tasks != 1; i++) {
		usleep(1000);
		cx_cgroup_read(&cgroup, &usage);
	}
	CHECK_EQ_INT(usage.tasks, 1);
	later.root = &root;
	memcpy(later.name, cgroup.name, sizeof(later.name));
	CHECK_EQ_INT(cx_cgroup_begin(&later, &limits, &err), 0);
	cx_cgroup_read(&later, &usage);
	CHECK_EQ_INT(usage.tasks, 0);
	cx_cgroup_close(&later);
}

TEST(removing_leaves_nothing_and_may_be_repeated)
{
	struct cx_error err;
	CHECK_EQ_INT(cx_cgroup_begin(&cgroup, &limits, &err), 0);
	cx_cgroup_close(&cgroup);
	CHECK_EQ_INT(cx_cgroup_remove(&root, cgroup.name), 0);
	CHECK_EQ_INT(cx_cgroup_remove(&root, cgroup.name), 0);
	CHECK(faccessat(root.fds[0], cgroup.name, F_OK, 0) < 0);
}

TEST(the_probe_says_on_and_leaves_nothing)
{
	struct cx_layer_status status = cx_cgroup_probe(cgroup.name);
	CHECK_EQ_INT(status.state, CX_LAYER_ON);
	CHECK_EQ_INT(status.version, root.version);
	CHECK(faccessat(root.fds[0], cgroup.name, F_OK, 0) < 0);
}

TEST(without_a_root_the_reason_is_told)
{
	struct cx_layer_status status = cx_cgroup_probe("codex-run-test");
	CHECK(status.state != CX_LAYER_ON);
	CHECK(status.why[0]);
	printf("# %s\n", status.why);
}

int main(void)
{
	struct cx_layer_status status;
	if (cx_cgroup_root_open(&root, &status) < 0) {
		RUN(without_a_root_the_reason_is_told);
		return check_done();
	}
	printf("# %s\n", status.why);
	cgroup.root = &root;
	snprintf(cgroup.name, sizeof(cgroup.name), "codex-run-test-%d", (int)getpid());
	RUN(a_fresh_one_has_counted_nothing);
	RUN(memory_within_the_limit_is_measured);
	RUN(memory_over_the_limit_is_killed_and_told);
	RUN(processes_over_the_limit_are_refused_and_counted);
	RUN(cpu_time_is_counted_and_the_next_guest_starts_at_nothing);
	RUN(what_was_refused_to_an_earlier_guest_is_not_the_next_ones);
	RUN(what_a_violent_end_left_behind_is_killed);
	RUN(removing_leaves_nothing_and_may_be_repeated);
	RUN(the_probe_says_on_and_leaves_nothing);
	cx_cgroup_root_close(&root);
	return check_done();
}
