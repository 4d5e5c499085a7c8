/* The policy as data, the filter as the kernel's machine would run it, and the filter in a real child. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <pthread.h>
#include <sched.h>
#include <seccomp.h>
#include <signal.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "sandbox/seccomp.h"

enum { VARIANTS = CX_POLICY_VARIANTS };

static struct cx_filter filters[VARIANTS];

static void build_filters(void)
{
	struct cx_error err;
	for (unsigned variant = 0; variant < VARIANTS; variant++) {
		if (cx_filter_build(variant, &filters[variant], &err) < 0) {
			printf("Bail out! %s\n", err.msg);
			exit(EXIT_FAILURE);
		}
	}
}

TEST(the_filters_of_the_build_are_what_the_policy_says_now)
{
	for (unsigned variant = 0; variant < VARIANTS; variant++) {
		CHECK_EQ_INT(cx_filters[variant].len, filters[variant].len);
		CHECK(memcmp(cx_filters[variant].insns, filters[variant].insns,
			     filters[variant].len * sizeof(struct sock_filter)) == 0);
	}
}

/* The part of classic BPF that a filter uses, as in the kernel. */
static uint32_t run_filter(const struct cx_filter *filter, const struct seccomp_data *data)
{
	uint32_t acc = 0;
	for (unsigned pc = 0; pc < filter->len; pc++) {
		const struct sock_filter *insn = &filter->insns[pc];
		bool jump;
		switch (insn->code) {
		case BPF_LD | BPF_W | BPF_ABS:
			memcpy(&acc, (const char *)data + insn->k, sizeof(acc));
			continue;
		case BPF_ALU | BPF_AND | BPF_K:
			acc &= insn->k;
			continue;
		case BPF_JMP | BPF_JA:
			pc += insn->k;
			continue;
		case BPF_RET | BPF_K:
			return insn->k;
		case BPF_JMP | BPF_JEQ | BPF_K:
			jump = acc == insn->k;
			break;
		case BPF_JMP | BPF_JGT | BPF_K:
			jump = acc > insn->k;
			break;
		case BPF_JMP | BPF_JGE | BPF_K:
			jump = acc >= insn->k;
			break;
		default:
			printf("Bail out! instruction %#x at %u\n", insn->code, pc);
			exit(EXIT_FAILURE);
		}
		pc += jump ? insn->jt : insn->jf;
	}
	return 0;
}

static struct seccomp_data call_of(int number)
{
	return (struct seccomp_data){ .nr = number, .arch = seccomp_arch_native() };
}

static uint32_t answer_of(int answer)
{
	if (answer == CX_ALLOW)
		return SECCOMP_RET_ALLOW;
	return SECCOMP_RET_ERRNO | (answer == CX_PRETEND ? 0 : (uint32_t)answer);
}

static bool applies(const struct cx_syscall_rule *rule, unsigned variant)
{
	return (!rule->variant || rule->variant & variant) && !(rule->not_variant & variant);
}

/* Arguments that a comparison accepts: a plain one, and one with all that it does not look at set. */
static uint64_t accepted(const struct cx_syscall_arg *arg, bool plain)
{
	switch (arg->test) {
	case CX_ARG_IS_NOT_ZERO:
		return plain ? 1 : UINT64_MAX;
	case CX_ARG_IS_BELOW:
		return plain ? 0 : arg->value - 1;
	default:
		return plain ? arg->value : arg->value | ~arg->mask;
	}
}

static struct seccomp_data sample(const struct cx_syscall_rule *rule, int number, unsigned which)
{
	struct seccomp_data data = call_of(number);
	for (unsigned i = 0; i < 2; i++)
		if (rule->args[i].test != CX_ARG_ANY)
			data.args[rule->args[i].index] = accepted(&rule->args[i], !(which & (1U << i)));
	return data;
}

static bool accepts(const struct cx_syscall_rule *rule, const struct seccomp_data *data)
{
	for (unsigned i = 0; i < 2; i++) {
		const struct cx_syscall_arg *arg = &rule->args[i];
		uint64_t value = data->args[arg->index];
		if ((arg->test == CX_ARG_IS && (value & arg->mask) != arg->value) ||
		    (arg->test == CX_ARG_IS_NOT_ZERO && !value) ||
		    (arg->test == CX_ARG_IS_BELOW && value >= arg->value))
			return false;
	}
	return true;
}

TEST(every_name_is_a_system_call_somewhere)
{
	static const uint32_t architectures[] = { SCMP_ARCH_X86_64, SCMP_ARCH_X86, SCMP_ARCH_AARCH64,
						  SCMP_ARCH_ARM, SCMP_ARCH_S390X };
	for (size_t i = 0; i < cx_syscall_rules_len; i++) {
		bool found = false;
		for (size_t j = 0; j < sizeof(architectures) / sizeof(architectures[0]); j++)
			found |= seccomp_syscall_resolve_name_arch(architectures[j],
								   cx_syscall_rules[i].name) >= 0;
		if (!found)
			printf("# no architecture knows %s\n", cx_syscall_rules[i].name);
		CHECK(found);
	}
}

TEST(what_is_refused_has_a_reason)
{
	for (size_t i = 0; i < cx_syscall_rules_len; i++) {
		const struct cx_syscall_rule *rule = &cx_syscall_rules[i];
		CHECK((rule->answer == CX_ALLOW) == (rule->reason == NULL));
		CHECK(rule->answer != CX_ALLOW || !rule->report);
	}
}

/* As order means nothing, two rules that accept the same call must answer alike. */
TEST(no_two_rules_contradict_each_other)
{
	for (size_t i = 0; i < cx_syscall_rules_len; i++) {
		const struct cx_syscall_rule *one = &cx_syscall_rules[i];
		for (size_t j = 0; j < cx_syscall_rules_len; j++) {
			const struct cx_syscall_rule *other = &cx_syscall_rules[j];
			if (one->answer == other->answer || strcmp(one->name, other->name))
				continue;
			for (unsigned which = 0; which < 4; which++) {
				struct seccomp_data data = sample(one, 0, which);
				for (unsigned variant = 0; variant < VARIANTS; variant++) {
					bool both = applies(one, variant) && applies(other, variant) &&
						    accepts(other, &data);
					if (both)
						printf("# %s, variant %u\n", one->name, variant);
					CHECK(!both);
				}
			}
		}
	}
}

TEST(the_filter_answers_what_the_table_says)
{
	for (size_t i = 0; i < cx_syscall_rules_len; i++) {
		const struct cx_syscall_rule *rule = &cx_syscall_rules[i];
		int number = seccomp_syscall_resolve_name(rule->name);
		for (unsigned variant = 0; number >= 0 && variant < VARIANTS; variant++) {
			for (unsigned which = 0; applies(rule, variant) && which < 4; which++) {
				struct seccomp_data data = sample(rule, number, which);
				uint32_t answer = run_filter(&filters[variant], &data);
				if (answer != answer_of(rule->answer))
					printf("# %s, variant %u, sample %u\n", rule->name, variant, which);
				CHECK_EQ_INT(answer, answer_of(rule->answer));
			}
		}
	}
}

static bool is_listed(int number)
{
	for (size_t i = 0; i < cx_syscall_rules_len; i++)
		if (seccomp_syscall_resolve_name(cx_syscall_rules[i].name) == number)
			return true;
	return false;
}

TEST(what_no_rule_names_is_not_there)
{
	for (int number = 0; number < 1024; number++) {
		if (is_listed(number))
			continue;
		struct seccomp_data data = call_of(number);
		CHECK_EQ_INT(run_filter(&filters[0], &data), SECCOMP_RET_ERRNO | ENOSYS);
	}
	struct seccomp_data data = call_of(-1);
	CHECK_EQ_INT(run_filter(&filters[0], &data), SECCOMP_RET_ERRNO | ENOSYS);
}

static uint32_t answer_to(unsigned variant, int number, uint64_t arg0, uint64_t arg1, uint64_t arg2,
			  uint64_t arg3)
{
	struct seccomp_data data = call_of(number);
	data.args[0] = arg0;
	data.args[1] = arg1;
	data.args[2] = arg2;
	data.args[3] = arg3;
	return run_filter(&filters[variant], &data);
}

/* The kernel reads 32 bits of these: what is above must not hide what is below. */
TEST(the_upper_half_of_a_register_hides_nothing)
{
	const uint64_t above = 0xdeadbeef00000000;
	CHECK_EQ_INT(answer_to(0, SYS_socket, above | AF_INET, SOCK_STREAM, 0, 0),
		     SECCOMP_RET_ERRNO | EACCES);
	CHECK_EQ_INT(answer_to(0, SYS_ioctl, 0, above | TIOCSTI, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(0, SYS_fcntl, 0, above | F_SETPIPE_SZ, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(0, SYS_clone, above | CLONE_NEWUSER, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(0, SYS_prctl, above | PR_SET_DUMPABLE, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(0, SYS_prlimit64, above, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(
		answer_to(CX_POLICY_NO_SHARED_MEMORY, SYS_mmap, 0, 0, 0, above | MAP_SHARED | MAP_ANONYMOUS),
		SECCOMP_RET_ERRNO | EPERM);
}

TEST(clone_makes_threads_and_processes_but_no_namespaces)
{
	uint64_t thread = CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |
			  CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID;
	CHECK_EQ_INT(answer_to(0, SYS_clone, thread, 0, 0, 0), SECCOMP_RET_ALLOW);
	CHECK_EQ_INT(answer_to(0, SYS_clone, SIGCHLD, 0, 0, 0), SECCOMP_RET_ALLOW);
	CHECK_EQ_INT(answer_to(0, SYS_clone, CLONE_VM | CLONE_VFORK | CLONE_PIDFD | SIGCHLD, 0, 0, 0),
		     SECCOMP_RET_ALLOW);
	CHECK_EQ_INT(answer_to(0, SYS_clone, CLONE_NEWUSER | CLONE_NEWNET | SIGCHLD, 0, 0, 0),
		     SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(0, SYS_clone, CLONE_PARENT | SIGCHLD, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
}

TEST(with_our_own_uid_the_guest_changes_no_file_and_no_process_of_ours)
{
	const unsigned same = CX_POLICY_SAME_UID;
	CHECK_EQ_INT(answer_to(same, SYS_fchmodat, 0, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(same, SYS_fchownat, 0, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(same, SYS_utimensat, 0, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(same, SYS_fchmod, 0, 0, 0, 0), SECCOMP_RET_ERRNO | 0);
	CHECK_EQ_INT(answer_to(same, SYS_setsid, 0, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(same, SYS_sched_setaffinity, 1, 0, 0, 0), SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(same, SYS_sched_setaffinity, 0, 0, 0, 0), SECCOMP_RET_ALLOW);
	/* PRIO_USER and 0 mean all processes of our uid. */
	CHECK(answer_to(same, SYS_setpriority, PRIO_USER, 0, 0, 0) != SECCOMP_RET_ALLOW);
	CHECK(answer_to(same, SYS_setpriority, PRIO_PGRP, 0, 0, 0) != SECCOMP_RET_ALLOW);
	CHECK_EQ_INT(answer_to(same, SYS_setpriority, PRIO_PROCESS, 0, 0, 0), SECCOMP_RET_ALLOW);
	CHECK_EQ_INT(answer_to(0, SYS_fchmodat, 0, 0, 0, 0), SECCOMP_RET_ALLOW);
}

TEST(shared_memory_is_refused_where_nobody_counts_it)
{
	const unsigned variant = CX_POLICY_NO_SHARED_MEMORY;
	CHECK_EQ_INT(answer_to(variant, SYS_mmap, 0, 0, 0, MAP_SHARED | MAP_ANONYMOUS),
		     SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(variant, SYS_mmap, 0, 0, 0, MAP_SHARED_VALIDATE | MAP_ANONYMOUS),
		     SECCOMP_RET_ERRNO | EPERM);
	CHECK_EQ_INT(answer_to(variant, SYS_mmap, 0, 0, 0, MAP_SHARED), SECCOMP_RET_ALLOW);
	CHECK_EQ_INT(answer_to(variant, SYS_mmap, 0, 0, 0, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE),
		     SECCOMP_RET_ALLOW);
	CHECK_EQ_INT(answer_to(0, SYS_mmap, 0, 0, 0, MAP_SHARED | MAP_ANONYMOUS), SECCOMP_RET_ALLOW);
}

/* The wait status of a child that runs `guest` behind the filter. */
static int behind_filter(unsigned variant, int (*guest)(void))
{
	fflush(stdout);
	pid_t pid = fork();
	if (pid == 0) {
		if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0 || cx_filter_load(&filters[variant]) < 0)
			_exit(99);
		_exit(guest());
	}
	int status = -1;
	waitpid(pid, &status, 0);
	return status;
}

#define EXIT_STATUS(code) ((code) << 8)

/* The line of the first condition that does not hold is the exit status, as far as it fits: never 0. */
#define REQUIRE(cond)                             \
	do {                                      \
		if (!(cond))                      \
			return __LINE__ % 97 + 1; \
	} while (0)

static bool fails(long result, int error)
{
	return result < 0 && errno == error;
}

static int try_forbidden_calls(void)
{
	REQUIRE(fails(socket(AF_INET, SOCK_STREAM, 0), EACCES));
	REQUIRE(fails(socket(AF_INET6, SOCK_DGRAM, 0), EACCES));
	REQUIRE(fails(socket(AF_UNIX, SOCK_STREAM, 0), EACCES));
	REQUIRE(fails(socket(AF_NETLINK, SOCK_RAW, 0), EACCES));
	int pair[2];
	REQUIRE(fails(socketpair(AF_UNIX, SOCK_DGRAM, 0, pair), EACCES));
	REQUIRE(fails(syscall(435 /* clone3 */, NULL, 0), ENOSYS));
	REQUIRE(fails(unshare(CLONE_NEWUSER), EPERM));
	REQUIRE(fails(syscall(425 /* io_uring_setup */, 1, NULL), ENOSYS));
	REQUIRE(fails(ioctl(0, TIOCSTI, "x"), EPERM));
	REQUIRE(fails(prctl(PR_SET_DUMPABLE, 0, 0, 0, 0), EPERM));
	REQUIRE(fails(prctl(PR_SET_CHILD_SUBREAPER, 1, 0, 0, 0), EPERM));
	REQUIRE(fails(syscall(SYS_memfd_create, "x", 0), EPERM));
	REQUIRE(fails(syscall(SYS_ptrace, 0, 0, 0, 0), EPERM));
	REQUIRE(fails(mknodat(AT_FDCWD, "/nonexistent/device", S_IFCHR | 0600, 0), EPERM));
	REQUIRE(fails(mknodat(AT_FDCWD, "/nonexistent/fifo", S_IFIFO | 0600, 0), ENOENT));
	REQUIRE(fails(prctl(PR_SET_SECCOMP, SECCOMP_MODE_STRICT, 0, 0, 0), EPERM));
	return 0;
}

TEST(a_real_child_is_refused_what_the_policy_refuses)
{
	CHECK_EQ_INT(behind_filter(0, try_forbidden_calls), 0);
}

static void *set_flag(void *flag)
{
	*(int *)flag = 1;
	return NULL;
}

static int do_honest_work(void)
{
	int flag = 0;
	pthread_t thread;
	REQUIRE(pthread_create(&thread, NULL, set_flag, &flag) == 0);
	REQUIRE(pthread_join(thread, NULL) == 0 && flag);

	int ends[2], pair[2];
	REQUIRE(pipe2(ends, O_CLOEXEC) == 0);
	REQUIRE(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pair) == 0);
	pid_t pid = fork();
	REQUIRE(pid >= 0);
	if (pid == 0)
		_exit(write(ends[1], "x", 1) == 1 && send(pair[1], "y", 1, 0) == 1 ? 7 : 1);
	struct pollfd wait = { .fd = ends[0], .events = POLLIN };
	char byte;
	REQUIRE(poll(&wait, 1, 5000) == 1 && read(ends[0], &byte, 1) == 1 && byte == 'x');
	REQUIRE(recv(pair[0], &byte, 1, 0) == 1 && byte == 'y');
	int status;
	REQUIRE(waitpid(pid, &status, 0) == pid && WEXITSTATUS(status) == 7);

	FILE *file = tmpfile();
	REQUIRE(file && fputs("text", file) >= 0 && fflush(file) == 0 && ftruncate(fileno(file), 2) == 0);
	REQUIRE(mmap(NULL, 1 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0) !=
		MAP_FAILED);
	struct rlimit limit;
	REQUIRE(getrlimit(RLIMIT_NOFILE, &limit) == 0 && setrlimit(RLIMIT_NOFILE, &limit) == 0);
	return 0;
}

TEST(a_real_child_can_do_honest_work)
{
	CHECK_EQ_INT(behind_filter(0, do_honest_work), 0);
	CHECK_EQ_INT(behind_filter(CX_POLICY_SAME_UID | CX_POLICY_NO_SHARED_MEMORY, do_honest_work), 0);
}

#ifdef __x86_64__
/* In the table of the i386 architecture 20 is getpid. */
static int enter_as_i386(void)
{
	long result;
	__asm__ volatile("int $0x80" : "=a"(result) : "a"(20) : "memory", "r8", "r9", "r10", "r11");
	return result > 0 ? 1 : 2;
}

static int enter_as_x32(void)
{
	return syscall(0x40000000 | SYS_getpid) > 0 ? 1 : 2;
}

TEST(foreign_architectures_are_killed)
{
	CHECK_EQ_INT(WTERMSIG(behind_filter(0, enter_as_i386)), SIGSYS);
	CHECK_EQ_INT(WTERMSIG(behind_filter(0, enter_as_x32)), SIGSYS);
}
#endif

TEST(the_probes_see_what_is_there)
{
	struct cx_layer_status status = cx_seccomp_probe();
	CHECK_EQ_INT(status.state, CX_LAYER_ON);
	CHECK_CONTAINS(status.why, "allow-list");
	CHECK_EQ_INT(cx_no_new_privs_probe().state, CX_LAYER_ON);
}

static int probe_below(void)
{
	return (int)cx_seccomp_probe().state;
}

/* A host that allows no further filter, as ours does not. */
TEST(a_host_that_refuses_filters_is_told_apart)
{
	CHECK_EQ_INT(behind_filter(0, probe_below), EXIT_STATUS(CX_LAYER_DENIED));
}

int main(void)
{
	build_filters();
	RUN(every_name_is_a_system_call_somewhere);
	RUN(what_is_refused_has_a_reason);
	RUN(no_two_rules_contradict_each_other);
	RUN(the_filters_of_the_build_are_what_the_policy_says_now);
	RUN(the_filter_answers_what_the_table_says);
	RUN(what_no_rule_names_is_not_there);
	RUN(the_upper_half_of_a_register_hides_nothing);
	RUN(clone_makes_threads_and_processes_but_no_namespaces);
	RUN(with_our_own_uid_the_guest_changes_no_file_and_no_process_of_ours);
	RUN(shared_memory_is_refused_where_nobody_counts_it);
	RUN(a_real_child_is_refused_what_the_policy_refuses);
	RUN(a_real_child_can_do_honest_work);
#ifdef __x86_64__
	RUN(foreign_architectures_are_killed);
#endif
	RUN(the_probes_see_what_is_there);
	RUN(a_host_that_refuses_filters_is_told_apart);
	for (unsigned variant = 0; variant < VARIANTS; variant++)
		cx_filter_done(&filters[variant]);
	return check_done();
}
