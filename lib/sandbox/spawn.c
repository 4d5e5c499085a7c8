#include "sandbox/spawn.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/close_range.h>
#include <linux/futex.h>
#include <sched.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"
#include "base/syscalls.h"
#include "sandbox/landlock.h"
#include "sandbox/privileges.h"

/* What a child with a memory of its own tells its parent: the only page that they share. */
enum { JOB_FD = 3, NOT_EXECUTABLE = 126 /* as shells have it */ };

struct told {
	struct cx_spawn_failure failure;
	int listener_fd;
	_Atomic uint32_t done; /* nothing more is told */
};

struct child {
	const struct cx_spawn *spawn;
	pid_t parent;
	bool in_cgroup;			  /* born there */
	struct cx_spawn_failure *failure; /* in memory shared with the parent, as is the listener's number */
	int *listener_fd;
	struct told *told; /* NULL: the parent waits for the exec */
};

/* The page goes, too: no byte of the guest's is to be shared with us. */
static void tell_done(struct told *told)
{
	atomic_store(&told->done, 1);
	syscall(SYS_futex, &told->done, FUTEX_WAKE, 1, NULL, NULL, 0);
	munmap(told, sizeof(*told));
}

static void fail(struct child *child, const char *step)
{
	*child->failure = (struct cx_spawn_failure){ .step = step, .sys_errno = errno ? errno : EINVAL };
	if (child->told)
		tell_done(child->told);
	_exit(127);
}

/*
 * When a container's or the machine's memory runs out, the kernel is to take a guest, not us. The file
 * belongs to root once the uid has changed, and Landlock hides /proc: so this comes first. Best effort.
 */
static void volunteer_for_oom_kill(void)
{
	/* The file is root's while we share the memory of a guardian that is closed to our uid. */
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);
	prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
	if (fd < 0)
		return;
	if (write(fd, "1000", 4) < 0)
		errno = 0;
	close(fd);
}

static void enter_cgroup(struct child *child)
{
	const struct cx_spawn *spawn = child->spawn;
	if (spawn->cgroup_version && !child->in_cgroup &&
	    cx_cgroup_enter(spawn->cgroup_version, spawn->cgroup_doors) < 0)
		fail(child, "enter its cgroup");
	if (spawn->namespaced && unshare(CLONE_NEWCGROUP) < 0)
		fail(child, "make a cgroup namespace");
}

static void take_stdio(struct child *child)
{
	for (int fd = 0; fd < 3; fd++)
		if (dup2(child->spawn->stdio[fd], fd) < 0)
			fail(child, "hand over the standard streams");
}

static void take_identity(struct child *child)
{
	const struct cx_spawn *spawn = child->spawn;
	const char *step = spawn->own_uid ? cx_privileges_drop(spawn->uid, spawn->uid)
					  : cx_privileges_drop_capabilities();
	if (step)
		fail(child, step);
	/* A change of uid resets it, hence here; and the parent may have died before. */
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0)
		fail(child, "ask for the parent's death signal");
	if (getppid() != child->parent)
		_exit(127);
}

static void take_default_signals(struct child *child)
{
	struct sigaction action = { .sa_handler = SIG_DFL };
	for (int sig = 1; sig < NSIG; sig++)
		sigaction(sig, &action,
			  NULL); /* SIGKILL, SIGSTOP and libc's own refuse, and are as they should be */
	sigset_t none;
	sigemptyset(&none);
	if (sigprocmask(SIG_SETMASK, &none, NULL) < 0)
		fail(child, "unblock signals");
}

/*
 * The filter's listener is to be the parent's: so the child makes it while both have one table of descriptors, and goes
 * on with a copy. What the child still does behind the filter is what the filter allows.
 */
static bool put_up_listening_filter(struct child *child)
{
	*child->listener_fd = cx_filter_listen(child->spawn->filter);
	if (syscall(SYS_close_range, ~0U, ~0U, CLOSE_RANGE_UNSHARE) < 0)
		fail(child, "take its own copy of the descriptors");
	return *child->listener_fd >= 0;
}

/* Behind the standard streams; nothing else stays open. */
static void take_descriptors(struct child *child)
{
	const struct cx_spawn *spawn = child->spawn;
	bool job = spawn->job_fd >= 0;
	take_stdio(child);
	if (job && (spawn->job_fd == JOB_FD ? fcntl(JOB_FD, F_SETFD, 0) : dup2(spawn->job_fd, JOB_FD)) < 0)
		fail(child, "hand over the job's descriptor");
	if (cx_close_from(job ? JOB_FD + 1 : STDERR_FILENO + 1) < 0)
		fail(child, "close inherited descriptors");
}

/* What execve(2) would have done: the process is closed to nobody who has its uid, which a change of uid had made it. */
static void prepare_agent(const struct child *child)
{
	const struct cx_spawn *spawn = child->spawn;
	prctl(PR_SET_DUMPABLE, 1, 0, 0, 0);
	if (spawn->agent->prepare)
		spawn->agent->prepare(spawn->argv, spawn->environment);
}

/* Of a program that is the guest's own doing: it may ask for an interpreter (of ELF) that does not exist. */
static void say_why_not(void)
{
	const char *parts[] = { "codex-run: cannot execute the program: ", strerrordesc_np(errno), "\n" };
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (write(STDERR_FILENO, parts[i], strlen(parts[i])) < 0)
			return;
}

/* Each step needs what the ones after it take away. */
static int become_guest(void *argument)
{
	struct child *child = argument;
	const struct cx_spawn *spawn = child->spawn;

	volunteer_for_oom_kill();
	enter_cgroup(child);
	if (setsid() < 0)
		fail(child, "start a session");
	if (fchdir(spawn->cwd_fd) < 0)
		fail(child, "enter the work directory");
	umask(022);
	const char *limit = cx_rlimits_apply(&spawn->rlimits);
	if (limit)
		fail(child, limit);
	take_identity(child);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		fail(child, "set no_new_privs");
	if (spawn->ruleset_fd >= 0 && cx_landlock_restrict(spawn->ruleset_fd) < 0)
		fail(child, "enforce the Landlock rules");
	if (spawn->agent)
		prepare_agent(child);
	take_default_signals(child);
	bool filtered = spawn->listen && put_up_listening_filter(child);
	take_descriptors(child);
	if (spawn->filter && !filtered && cx_filter_load(spawn->filter) < 0)
		fail(child, "load the seccomp filter");
	if (spawn->agent) {
		tell_done(child->told);
		spawn->agent->live(spawn->argv, spawn->environment);
	}
	execve(spawn->argv[0], spawn->argv, spawn->environment);
	if (spawn->made) {
		say_why_not();
		_exit(NOT_EXECUTABLE);
	}
	fail(child, "execute the program");
	return 127;
}

bool cx_spawn_can_listen(void)
{
	return syscall(SYS_close_range, ~0U, ~0U, CLOSE_RANGE_UNSHARE) == 0;
}

static unsigned long files_flag(const struct child *child)
{
	return child->spawn->listen ? CLONE_FILES : 0;
}

/* Shared memory instead of a copied page table: a fork of the guardian would cost twice as much. */
static pid_t start(struct child *child)
{
	_Alignas(16) char stack[64 * 1024];
	int flags = CLONE_VM | CLONE_VFORK | SIGCHLD | (int)files_flag(child);
	return clone(become_guest, stack + sizeof(stack), flags, child);
}

/*
 * With a memory of its own. Born in its cgroup (version 2): moving there would take 10 ms and more, as in version 1,
 * where there is a way around that; clone3 takes no function, so that the child needs a stack of its own. An agent
 * needs all its memory, and the C library a number of its first thread that is right.
 */
static pid_t clone_copy(struct child *child)
{
	const struct cx_spawn *spawn = child->spawn;
	unsigned long flags = files_flag(child);
	flags |= spawn->agent ? CLONE_CHILD_SETTID | CLONE_CHILD_CLEARTID : CLONE_VFORK;
	int *tid = spawn->agent ? spawn->agent->tid : NULL;
	struct cx_clone_args args = { .flags = CX_CLONE_INTO_CGROUP | flags,
				      .child_tid = (uint64_t)(uintptr_t)tid,
				      .exit_signal = SIGCHLD,
				      .cgroup = (uint64_t)spawn->cgroup_doors[0] };
	child->in_cgroup = spawn->cgroup_version == 2;
	pid_t pid = child->in_cgroup ? (pid_t)syscall(SYS_clone3, &args, sizeof(args)) : -1;
	if (pid >= 0 || !spawn->agent)
		return pid;
	child->in_cgroup = false;
	/* Architectures differ in which of the last two is the number's place; the other one is not looked at. */
	return (pid_t)syscall(SYS_clone, flags | SIGCHLD, NULL, NULL, tid, tid);
}

/* Until it has told; or has died before it could. */
static void await_copy(struct told *told, pid_t pid)
{
	const struct timespec look = { .tv_nsec = 50 * 1000 * 1000 };
	while (!atomic_load(&told->done)) {
		siginfo_t info = { 0 };
		syscall(SYS_futex, &told->done, FUTEX_WAIT, 0, &look, NULL, 0);
		if (!atomic_load(&told->done) &&
		    waitid(P_PID, (id_t)pid, &info, WEXITED | WNOHANG | WNOWAIT | __WALL) == 0 &&
		    info.si_pid == pid) {
			told->failure = (struct cx_spawn_failure){ "survive its first steps", ECHILD };
			return;
		}
	}
}

static pid_t start_copy(const struct child *plan)
{
	struct told *told =
		mmap(NULL, sizeof(*told), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	if (told == MAP_FAILED)
		return -1;
	told->listener_fd = -1;
	struct child child = *plan;
	child.failure = &told->failure;
	child.listener_fd = &told->listener_fd;
	child.told = plan->spawn->agent ? told : NULL;
	pid_t pid = clone_copy(&child);
	if (pid == 0)
		_exit(become_guest(&child));
	if (pid > 0 && child.told)
		await_copy(told, pid);
	*plan->failure = told->failure;
	*plan->listener_fd = told->listener_fd;
	munmap(told, sizeof(*told));
	return pid;
}

pid_t cx_spawn(const struct cx_spawn *spawn, int *ret_listener_fd, struct cx_spawn_failure *ret_failure)
{
	struct child child = {
		.spawn = spawn, .parent = getpid(), .failure = ret_failure, .listener_fd = ret_listener_fd
	};
	*ret_failure = (struct cx_spawn_failure){ 0 };
	*ret_listener_fd = -1;
	pid_t pid = spawn->agent || spawn->cgroup_version == 2 ? start_copy(&child) : -1;
	if (pid < 0 && !spawn->agent) /* version 1, or a container host that denies clone3 */
		pid = start(&child);
	if (pid < 0) {
		*ret_failure = (struct cx_spawn_failure){ "create a process", errno };
		return -1;
	}
	if (!ret_failure->step)
		return pid;
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	cx_close(ret_listener_fd);
	return -1;
}
