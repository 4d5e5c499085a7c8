/* Guardian and supervisor together, on real guests: how each one ends, what is kept, and that nothing is left. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/buffer.h"
#include "base/clock.h"
#include "base/tree.h"
#include "sandbox/host.h"
#include "sandbox/view.h"
#include "supervise/supervisor.h"

static struct cx_host host = CX_HOST_NONE;
static char state_dir[] = "/tmp/test_supervisor.XXXXXX";

static const struct cx_limits generous = {
	.wall_us = 20 * 1000000,
	.cpu_us = 20 * 1000000,
	.memory_bytes = 128 * 1024 * 1024,
	.output_bytes = 1024 * 1024,
	.processes = 64,
	.file_bytes = 64 * 1024 * 1024,
	.disk_bytes = 64 * 1024 * 1024,
};

struct trial {
	int started;
	struct cx_outcome outcome;
	struct cx_error err;
};

/* Its slot is told to one that was started ahead; else it is started for it. */
static int start_guardian(const struct cx_slot *slot, const struct cx_view *view,
			  struct cx_guardian *guardian, struct cx_error *err)
{
	if (guardian->pid > 0)
		return cx_guardian_settle(guardian, slot, host.filter, view, err);
	return cx_guardian_start(slot, host.filter, host.namespaced ? view : NULL, guardian, err);
}

/* Run `script` by sh in a slot of its own. @readable  of the language; `guardian` may be NONE */
static struct trial run_with(struct cx_guardian *guardian, const struct cx_strings *readable,
			     const char *script, const struct cx_limits *limits, const char *input,
			     int cancel_fd)
{
	struct trial trial = { .started = -1 };
	struct cx_slot slot;
	struct cx_strings argv = { 0 }, environment = { 0 };
	struct cx_view view;
	struct cx_bytes stdin_bytes = { (char *)(size_t)input, strlen(input) };
	int ruleset = -1;
	if (cx_slot_lease(&host.state, 4, host.first_uid, 1000000, -1, &slot, &trial.err) < 0)
		return trial;
	cx_strings_add(&argv, "/bin/sh");
	cx_strings_add(&argv, "-c");
	cx_strings_add(&argv, script);
	cx_strings_add(&environment, "PATH=/usr/bin:/bin");
	if (cx_view_open(readable, &view, &trial.err) == 0 &&
	    start_guardian(&slot, &view, guardian, &trial.err) == 0 &&
	    cx_guardian_await(guardian, &trial.err) == 0 &&
	    cx_view_ruleset(&view, host.landlock_abi, &slot, true, &ruleset, &trial.err) == 0) {
		struct cx_plan plan = {
			.argv = &argv,
			.environment = &environment,
			.rlimits = { .file_bytes = limits->file_bytes,
				     .processes = limits->processes,
				     .files = 64 },
			.ruleset_fd = ruleset,
		};
		struct cx_supervision how = {
			.limits = limits, .input = &stdin_bytes, .combined = true, .cancel_fd = cancel_fd
		};
		trial.started = cx_supervise(guardian, &slot, &plan, &how, &trial.outcome, &trial.err);
	}
	if (ruleset >= 0)
		close(ruleset);
	cx_guardian_release(guardian);
	CHECK(faccessat(slot.dir_fd, "work", F_OK, 0) < 0);
	cx_slot_release(&slot);
	cx_strings_done(&argv);
	cx_strings_done(&environment);
	cx_view_done(&view);
	if (trial.started < 0)
		printf("# %s\n", trial.err.msg);
	return trial;
}

static struct trial run_script(const char *script, const struct cx_limits *limits, const char *input,
			       int cancel_fd)
{
	struct cx_guardian guardian = CX_GUARDIAN_NONE;
	struct cx_strings readable = { 0 };
	return run_with(&guardian, &readable, script, limits, input, cancel_fd);
}

static int exit_code(const struct trial *trial)
{
	return WIFEXITED(trial->outcome.wait_status) ? WEXITSTATUS(trial->outcome.wait_status) : -1;
}

TEST(keeps_both_streams_and_their_order)
{
	struct trial t = run_script("echo one; echo two >&2; echo three", &generous, "", -1);
	CHECK_EQ_INT(t.started, 0);
	CHECK_EQ_STR(t.outcome.output.data, "one\nthree\n");
	CHECK_EQ_STR(t.outcome.error.data, "two\n");
	CHECK_EQ_INT(t.outcome.combined.len, strlen("one\ntwo\nthree\n"));
	CHECK_EQ_INT(exit_code(&t), 0);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_NONE);
	CHECK(t.outcome.wall_us > 0 && t.outcome.memory_bytes > 0);
	cx_outcome_done(&t.outcome);
}

TEST(feeds_standard_input_to_its_end)
{
	struct trial t = run_script("cat; echo end", &generous, "fed\n", -1);
	CHECK_EQ_STR(t.outcome.output.data, "fed\nend\n");
	cx_outcome_done(&t.outcome);
}

TEST(standard_streams_can_be_opened_by_name)
{
	struct trial t = run_script("cat /dev/stdin > /dev/stdout", &generous, "by name", -1);
	CHECK_EQ_STR(t.outcome.output.data, "by name");
	cx_outcome_done(&t.outcome);
}

TEST(tells_exit_codes_and_signals)
{
	struct trial t = run_script("exit 7", &generous, "", -1);
	CHECK_EQ_INT(exit_code(&t), 7);
	cx_outcome_done(&t.outcome);
	t = run_script("kill -SEGV $$", &generous, "", -1);
	CHECK(WIFSIGNALED(t.outcome.wait_status));
	CHECK_EQ_INT(WTERMSIG(t.outcome.wait_status), SIGSEGV);
	cx_outcome_done(&t.outcome);
}

TEST(ends_a_sleeper_at_its_wall_time)
{
	struct cx_limits limits = generous;
	limits.wall_us = 200 * 1000;
	uint64_t start = cx_now_us();
	struct trial t = run_script("echo before; sleep 60", &limits, "", -1);
	CHECK(cx_now_us() - start < 5 * 1000000);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_WALL);
	CHECK(t.outcome.ended_by_us);
	CHECK_EQ_STR(t.outcome.output.data, "before\n");
	cx_outcome_done(&t.outcome);
}

static void oversleep(int number)
{
	(void)number;
	usleep(1500 * 1000);
}

TEST(a_run_that_ended_in_time_is_no_timeout_however_late_it_is_heard_of)
{
	struct cx_limits limits = generous;
	limits.wall_us = 1200 * 1000;
	/* The supervisor does not get to look while the run ends and its wall time passes. */
	signal(SIGALRM, oversleep);
	ualarm(200 * 1000, 0);
	struct trial t = run_script("sleep 0.3; exit 3", &limits, "", -1);
	signal(SIGALRM, SIG_DFL);
	CHECK(t.outcome.wall_us < limits.wall_us);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_NONE);
	CHECK(!t.outcome.ended_by_us);
	CHECK_EQ_INT(exit_code(&t), 3);
	cx_outcome_done(&t.outcome);
}

TEST(ends_a_spinner_at_its_cpu_time)
{
	struct cx_limits limits = generous;
	limits.cpu_us = 200 * 1000;
	struct trial t = run_script("while :; do :; done", &limits, "", -1);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_CPU);
	CHECK(t.outcome.cpu_us >= 200 * 1000);
	cx_outcome_done(&t.outcome);
}

TEST(counts_the_cpu_time_of_children_that_nobody_waits_for)
{
	struct cx_limits limits = generous;
	limits.cpu_us = 300 * 1000;
	struct trial t =
		run_script("(while :; do :; done) & (while :; do :; done) & sleep 60", &limits, "", -1);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_CPU);
	cx_outcome_done(&t.outcome);
}

TEST(keeps_what_fits_of_a_flood)
{
	struct cx_limits limits = generous;
	limits.output_bytes = 10000;
	struct trial t = run_script("yes", &limits, "", -1);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_OUTPUT);
	CHECK_EQ_INT(t.outcome.output.len, 10000);
	CHECK(t.outcome.truncated);
	cx_outcome_done(&t.outcome);
}

TEST(output_that_just_fits_is_no_flood)
{
	struct cx_limits limits = generous;
	limits.output_bytes = 10000;
	struct trial t = run_script("head -c 10000 /dev/urandom", &limits, "", -1);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_NONE);
	CHECK_EQ_INT(t.outcome.output.len, 10000);
	cx_outcome_done(&t.outcome);
}

TEST(kills_what_the_first_process_leaves_behind)
{
	uint64_t start = cx_now_us();
	struct trial t = run_script("(sleep 60 & sleep 60 &) ; echo done", &generous, "", -1);
	CHECK(cx_now_us() - start < 10 * 1000000);
	CHECK_EQ_STR(t.outcome.output.data, "done\n");
	CHECK_EQ_INT(exit_code(&t), 0);
	cx_outcome_done(&t.outcome);
}

TEST(kills_a_daemon_that_left_its_session)
{
	if (!host.first_uid && !host.namespaced) {
		struct trial t = run_script("setsid sleep 60", &generous, "", -1);
		CHECK(exit_code(&t) != 0); /* refused, where the group is what we kill */
		cx_outcome_done(&t.outcome);
		return;
	}
	struct trial t = run_script("setsid sh -c 'sleep 60' & sleep 0.2", &generous, "", -1);
	CHECK_EQ_INT(t.started, 0);
	CHECK_EQ_INT(exit_code(&t), 0);
	cx_outcome_done(&t.outcome);
}

TEST(fills_of_the_directory_are_noticed)
{
	struct cx_limits limits = generous;
	limits.disk_bytes = 4 * 1024 * 1024;
	struct trial t = run_script("i=0; while :; do head -c 1000000 /dev/urandom > f$i; i=$((i+1)); done",
				    &limits, "", -1);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_DISK);
	cx_outcome_done(&t.outcome);
}

TEST(a_file_cannot_grow_beyond_its_limit)
{
	struct cx_limits limits = generous;
	limits.file_bytes = 1024 * 1024;
	struct trial t = run_script("exec head -c 5000000 /dev/urandom > big", &limits, "", -1);
	CHECK_EQ_INT(t.outcome.hit.limit, CX_LIMIT_FILE_SIZE);
	cx_outcome_done(&t.outcome);
}

TEST(cancelling_ends_the_run)
{
	int ends[2];
	if (pipe(ends) < 0)
		abort();
	close(ends[1]);
	uint64_t start = cx_now_us();
	struct trial t = run_script("sleep 60", &generous, "", ends[0]);
	CHECK(cx_now_us() - start < 10 * 1000000);
	CHECK_EQ_INT(t.started, -1);
	CHECK_EQ_INT(t.err.code, CX_ECANCELLED);
	close(ends[0]);
}

TEST(a_program_that_is_not_there_is_our_error)
{
	struct cx_slot slot;
	struct cx_guardian guardian = CX_GUARDIAN_NONE;
	struct cx_strings argv = { 0 }, environment = { 0 };
	struct cx_bytes nothing = { 0 };
	struct cx_error err;
	struct cx_outcome outcome;
	CHECK_EQ_INT(cx_slot_lease(&host.state, 4, host.first_uid, 1000000, -1, &slot, &err), 0);
	CHECK_EQ_INT(cx_guardian_start(&slot, host.filter, NULL, &guardian, &err), 0);
	CHECK_EQ_INT(cx_guardian_await(&guardian, &err), 0);
	cx_strings_add(&argv, "/usr/bin/there-is-no-such-program");
	struct cx_plan plan = { .argv = &argv, .environment = &environment, .ruleset_fd = -1 };
	struct cx_supervision how = { .limits = &generous, .input = &nothing, .cancel_fd = -1 };
	CHECK_EQ_INT(cx_supervise(&guardian, &slot, &plan, &how, &outcome, &err), -1);
	CHECK_EQ_INT(err.code, CX_ESANDBOX);
	CHECK_CONTAINS(err.msg, "execute the program (/usr/bin/there-is-no-such-program)");
	cx_guardian_release(&guardian);
	cx_slot_close(&slot);
	cx_strings_done(&argv);
}

static bool start_ahead(struct cx_guardian *ret)
{
	struct cx_error err;
	if (host.namespaced && cx_guardian_start_ahead(ret, &err) == 0)
		return true;
	printf("# no namespaces here\n");
	return false;
}

/* What it is told later is all there: the slot, its limits, the language's own paths, and nothing of the host's. */
TEST(one_that_was_started_ahead_is_as_good)
{
	struct cx_guardian guardian = CX_GUARDIAN_NONE;
	struct cx_strings readable = { 0 };
	if (!start_ahead(&guardian))
		return;
	cx_strings_add(&readable, "/etc/host?");
	struct trial t = run_with(&guardian, &readable,
				  "for path in /home /root /sys /proc/meminfo /etc/passwd /proc/kcore; do "
				  "test -e $path && echo seen $path; done; cat /etc/hosts > /dev/null && "
				  "echo hosts; cat; pwd; echo kept > kept && cat \"$PWD/kept\"",
				  &generous, "fed\n", -1);
	CHECK_EQ_INT(t.started, 0);
	CHECK_EQ_STR(t.outcome.output.data, "hosts\nfed\n/work\nkept\n");
	CHECK_EQ_INT(exit_code(&t), 0);
	CHECK_EQ_INT(guardian.pid, -1);
	cx_strings_done(&readable);
	cx_outcome_done(&t.outcome);
}

/* When its end is init's to see, the run is over all the same: nothing is left, and the slot is free. */
TEST(an_orphan_has_done_all_when_it_is_let_go)
{
	struct cx_guardian guardian = CX_GUARDIAN_NONE;
	struct cx_strings readable = { 0 };
	if (!start_ahead(&guardian))
		return;
	guardian.orphan = true;
	pid_t pid = guardian.pid;
	struct trial t = run_with(&guardian, &readable, "sleep 60 & sleep 60 & echo on > on; cat on",
				  &generous, "", -1);
	CHECK_EQ_STR(t.outcome.output.data, "on\n");
	CHECK_EQ_INT(waitpid(pid, NULL, 0),
		     pid); /* nobody has done so, and we can, as it was no orphan after all */
	cx_outcome_done(&t.outcome);
}

TEST(one_that_was_started_in_vain_ends)
{
	struct cx_guardian guardian = CX_GUARDIAN_NONE;
	for (int orphan = 0; orphan < 2; orphan++) {
		if (!start_ahead(&guardian))
			return;
		guardian.orphan = orphan;
		pid_t pid = guardian.pid;
		CHECK_EQ_INT(cx_guardian_release(&guardian), 0);
		CHECK(kill(pid, 0) < 0 && errno == ESRCH);
	}
}

TEST(two_leases_are_two_slots_and_a_third_waits)
{
	struct cx_slot first, second, third;
	struct cx_error err;
	CHECK_EQ_INT(cx_slot_lease(&host.state, 2, host.first_uid, 0, -1, &first, &err), 0);
	CHECK_EQ_INT(cx_slot_lease(&host.state, 2, host.first_uid, 0, -1, &second, &err), 0);
	CHECK(first.index != second.index);
	CHECK(!host.first_uid || first.uid != second.uid);
	CHECK_EQ_INT(cx_slot_lease(&host.state, 2, host.first_uid, 20000, -1, &third, &err), -1);
	CHECK_EQ_INT(err.code, CX_EBUSY);
	cx_slot_sweep(&first);
	cx_slot_close(&first);
	CHECK_EQ_INT(cx_slot_lease(&host.state, 2, host.first_uid, 0, -1, &third, &err), 0);
	cx_slot_sweep(&second);
	cx_slot_sweep(&third);
	cx_slot_close(&second);
	cx_slot_close(&third);
}

/* A process that is killed outright, in the middle of a run, leaves the rest to its guardian. */
TEST(a_killed_supervisor_leaves_nothing)
{
	pid_t pid = fork();
	if (pid == 0) {
		run_script("touch left; (sleep 60 &); sleep 60", &generous, "", -1);
		_exit(0);
	}
	usleep(300 * 1000);
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
	struct cx_slot slot;
	struct cx_error err;
	/* The lease is free once the guardian has swept the slot: with one slot there is no other to take. */
	CHECK_EQ_INT(cx_slot_lease(&host.state, 1, host.first_uid, 10 * 1000000, -1, &slot, &err), 0);
	CHECK_EQ_INT(faccessat(slot.dirs[CX_SLOT_WORK], "left", F_OK, 0), -1);
	cx_slot_sweep(&slot);
	cx_slot_close(&slot);
}

static void run_all(void)
{
	RUN(keeps_both_streams_and_their_order);
	RUN(feeds_standard_input_to_its_end);
	RUN(standard_streams_can_be_opened_by_name);
	RUN(tells_exit_codes_and_signals);
	RUN(ends_a_sleeper_at_its_wall_time);
	RUN(a_run_that_ended_in_time_is_no_timeout_however_late_it_is_heard_of);
	RUN(ends_a_spinner_at_its_cpu_time);
	RUN(counts_the_cpu_time_of_children_that_nobody_waits_for);
	RUN(keeps_what_fits_of_a_flood);
	RUN(output_that_just_fits_is_no_flood);
	RUN(kills_what_the_first_process_leaves_behind);
	RUN(kills_a_daemon_that_left_its_session);
	RUN(fills_of_the_directory_are_noticed);
	RUN(a_file_cannot_grow_beyond_its_limit);
	RUN(cancelling_ends_the_run);
	RUN(a_program_that_is_not_there_is_our_error);
	RUN(one_that_was_started_ahead_is_as_good);
	RUN(an_orphan_has_done_all_when_it_is_let_go);
	RUN(one_that_was_started_in_vain_ends);
	RUN(two_leases_are_two_slots_and_a_third_waits);
	RUN(a_killed_supervisor_leaves_nothing);
}

int main(void)
{
	struct cx_error err;
	struct cx_config config = { .floor = CX_FLOOR_DEFAULT, .state_dir = mkdtemp(state_dir) };
	signal(SIGPIPE, SIG_IGN);
	chmod(state_dir, 0711);
	if (cx_host_open(&config, &cx_limit_bounds_builtin, &host, &err) < 0) {
		printf("Bail out! %s\n", err.msg);
		return EXIT_FAILURE;
	}
	struct cx_caps caps;
	cx_host_probe(&host, &caps);
	printf("# namespaces: %s\n", caps.layer[CX_LAYER_NAMESPACES].why);
	if (caps.layer[CX_LAYER_NAMESPACES].state == CX_LAYER_ON)
		run_all();
	printf("# without namespaces\n");
	cx_host_without_namespaces(&host);
	run_all();
	cx_host_close(&host);
	int dir = open(state_dir, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	cx_tree_empty(dir);
	close(dir);
	rmdir(state_dir);
	return check_done();
}
