#include "sandbox/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/cleanup.h"

static void release(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}
#define cleanup_filter __attribute__((cleanup(release)))

static bool applies(const struct cx_syscall_rule *rule, unsigned variant)
{
	if (rule->variant && !(rule->variant & variant))
		return false;
	return !(rule->not_variant & variant);
}

static struct scmp_arg_cmp comparison_of(const struct cx_syscall_arg *arg)
{
	struct scmp_arg_cmp comparison = { .arg = arg->index, .datum_a = arg->value };
	switch (arg->test) {
	case CX_ARG_IS_NOT_ZERO:
		comparison.op = SCMP_CMP_NE;
		break;
	case CX_ARG_IS_BELOW:
		comparison.op = SCMP_CMP_LT;
		break;
	default:
		comparison.op = SCMP_CMP_MASKED_EQ;
		comparison.datum_a = arg->mask;
		comparison.datum_b = arg->value;
	}
	return comparison;
}

static uint32_t action_of(int answer)
{
	if (answer == CX_ALLOW)
		return SCMP_ACT_ALLOW;
	return SCMP_ACT_ERRNO(answer == CX_PRETEND ? 0 : (uint32_t)answer);
}

static int add_rule(scmp_filter_ctx filter, const struct cx_syscall_rule *rule, struct cx_error *err)
{
	int number = seccomp_syscall_resolve_name(rule->name);
	/* Negative: this architecture never had it. And libseccomp refuses a row that says what the default says. */
	if (number < 0 || rule->answer == ENOSYS)
		return 0;
	struct scmp_arg_cmp args[2];
	unsigned len = 0;
	for (size_t i = 0; i < sizeof(rule->args) / sizeof(rule->args[0]); i++)
		if (rule->args[i].test != CX_ARG_ANY)
			args[len++] = comparison_of(&rule->args[i]);
	int r = seccomp_rule_add_array(filter, action_of(rule->answer), number, len, args);
	if (r < 0)
		return cx_fail(err, CX_ESANDBOX, "seccomp: rule %s: %s", rule->name, strerror(-r));
	return 0;
}

static int set_attributes(scmp_filter_ctx filter, struct cx_error *err)
{
	static const struct {
		enum scmp_filter_attr attribute;
		uint32_t value;
	} wanted[] = {
		/* int 0x80 and x32; libseccomp's own choice would kill one thread and let the others go on. */
		{ SCMP_FLTATR_ACT_BADARCH, SCMP_ACT_KILL_PROCESS },
		/* A binary tree: a linear list costs three times as much to attach. */
		{ SCMP_FLTATR_CTL_OPTIMIZE, 2 },
	};
	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++) {
		int r = seccomp_attr_set(filter, wanted[i].attribute, wanted[i].value);
		if (r < 0)
			return cx_fail(err, CX_ESANDBOX, "seccomp: attribute %d: %s",
				       (int)wanted[i].attribute, strerror(-r));
	}
	return 0;
}

/* libseccomp 2.5 only writes to a descriptor. A filter fits into a pipe, and if it did not, nobody would wait. */
static int export(scmp_filter_ctx filter, struct cx_filter *ret, struct cx_error *err)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "seccomp: a pipe for the filter");
	cleanup_fd int from = ends[0];
	cleanup_fd int to = ends[1];
	int r = seccomp_export_bpf(filter, to);
	if (r < 0)
		return cx_fail(err, CX_ESANDBOX, "seccomp: export the filter: %s", strerror(-r));

	size_t room = BPF_MAXINSNS * sizeof(struct sock_filter);
	cleanup_free struct sock_filter *insns = malloc(room);
	if (!insns)
		return cx_fail_oom(err);
	ssize_t len = read(from, insns, room);
	if (len <= 0 || (size_t)len % sizeof(*insns))
		return cx_fail(err, CX_ESANDBOX, "seccomp: the exported filter cannot be read");
	*ret = (struct cx_filter){
		.insns = steal_pointer(&insns),
		.len = (unsigned short)((size_t)len / sizeof(struct sock_filter)),
	};
	return 0;
}

int cx_filter_build(unsigned variant, struct cx_filter *ret, struct cx_error *err)
{
	cleanup_filter scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	if (!filter)
		return cx_fail(err, CX_ESANDBOX,
			       "seccomp: this machine's architecture is unknown to libseccomp");
	if (set_attributes(filter, err) < 0)
		return -1;
	for (size_t i = 0; i < cx_syscall_rules_len; i++)
		if (applies(&cx_syscall_rules[i], variant) && add_rule(filter, &cx_syscall_rules[i], err) < 0)
			return -1;
	return export(filter, ret, err);
}

void cx_filter_done(struct cx_filter *filter)
{
	free(filter->insns);
	*filter = (struct cx_filter){ 0 };
}

int cx_filter_load(const struct cx_filter *filter)
{
	struct sock_fprog program = { .len = filter->len, .filter = filter->insns };
	if (syscall(SYS_seccomp, 1 /* SECCOMP_SET_MODE_FILTER */, 0, &program) == 0)
		return 0;
	if (errno != ENOSYS)
		return -1;
	return prctl(PR_SET_SECCOMP, 2 /* SECCOMP_MODE_FILTER */, &program, 0, 0);
}

/* Run `attempt` in a child of its own: its return value, or 255 when the child was killed. */
static int in_child(int (*attempt)(const struct cx_filter *), const struct cx_filter *filter)
{
	pid_t pid = fork();
	if (pid < 0)
		return errno;
	if (pid == 0)
		_exit(attempt(filter));
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int set_no_new_privs(const struct cx_filter *unused)
{
	(void)unused;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return errno;
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 255;
}

/* unshare(0) does nothing and is granted to everybody, so that only our filter refuses it. */
static int be_refused(const struct cx_filter *filter)
{
	int error = set_no_new_privs(NULL);
	if (error)
		return error;
	if (cx_filter_load(filter) < 0)
		return errno;
	return syscall(SYS_unshare, 0) < 0 && errno == EPERM ? 0 : 255;
}

struct cx_layer_status cx_seccomp_probe(void)
{
	struct cx_layer_status status = { .state = CX_LAYER_DENIED };
	struct cx_error err;
	struct cx_filter filter = { 0 };
	if (cx_filter_build(0, &filter, &err) < 0) {
		snprintf(status.why, sizeof(status.why), "%.199s", err.msg);
		return status;
	}
	int error = in_child(be_refused, &filter);
	if (!error) {
		status.state = CX_LAYER_ON;
		snprintf(status.why, sizeof(status.why),
			 "an allow-list of system calls, %u instructions; no network, no io_uring, no ptrace",
			 (unsigned)filter.len);
	} else if (error == EINVAL || error == ENOSYS) {
		status.state = CX_LAYER_UNSUPPORTED;
		snprintf(status.why, sizeof(status.why), "this kernel has no CONFIG_SECCOMP_FILTER");
	} else if (error == 255) {
		snprintf(status.why, sizeof(status.why),
			 "a filter was loaded, but a forbidden call went through");
	} else {
		snprintf(status.why, sizeof(status.why), "the host refuses filters: %s", strerror(error));
	}
	cx_filter_done(&filter);
	return status;
}

struct cx_layer_status cx_no_new_privs_probe(void)
{
	struct cx_layer_status status = { .state = CX_LAYER_ON };
	int error = in_child(set_no_new_privs, NULL);
	if (!error) {
		snprintf(status.why, sizeof(status.why),
			 "set-uid programs and file capabilities gain nothing");
	} else {
		status.state = error == EINVAL ? CX_LAYER_UNSUPPORTED : CX_LAYER_DENIED;
		snprintf(status.why, sizeof(status.why), "prctl(PR_SET_NO_NEW_PRIVS): %s; needs Linux 3.5",
			 strerror(error));
	}
	return status;
}
