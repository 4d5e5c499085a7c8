/* From rules to a filter, by libseccomp. It takes milliseconds: the library has the results of the build in it. */
#include "sandbox/seccomp.h"

#include <errno.h>
#include <fcntl.h>
#include <linux/seccomp.h>
#include <seccomp.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"

static void release(scmp_filter_ctx *filter)
{
	if (*filter)
		seccomp_release(*filter);
}
#define cleanup_filter __attribute__((cleanup(release)))

/*
 * On its way through libseccomp an answer that a listener is to give is an errno with this bit, which no errno has:
 * libseccomp would refuse to make "notify" the default, and has no room for a number beside it.
 */
enum { LISTENED = 0x800 };

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

static uint32_t action_of(const struct cx_syscall_rule *rule, bool listening)
{
	if (rule->answer == CX_ALLOW)
		return SCMP_ACT_ALLOW;
	uint32_t error = rule->answer == CX_PRETEND ? 0 : (uint32_t)rule->answer;
	return SCMP_ACT_ERRNO(listening && rule->report ? error | LISTENED : error);
}

static uint32_t default_action(bool listening)
{
	return SCMP_ACT_ERRNO(listening ? ENOSYS | LISTENED : ENOSYS);
}

static int add_rule(scmp_filter_ctx filter, const struct cx_syscall_rule *rule, bool listening,
		    struct cx_error *err)
{
	int number = seccomp_syscall_resolve_name(rule->name);
	uint32_t action = action_of(rule, listening);
	/* Negative: this architecture never had it. And libseccomp refuses a row that says what the default says. */
	if (number < 0 || action == default_action(listening))
		return 0;
	struct scmp_arg_cmp args[2];
	unsigned len = 0;
	for (size_t i = 0; i < sizeof(rule->args) / sizeof(rule->args[0]); i++)
		if (rule->args[i].test != CX_ARG_ANY)
			args[len++] = comparison_of(&rule->args[i]);
	int r = seccomp_rule_add_array(filter, action, number, len, args);
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
static int export(scmp_filter_ctx filter, struct sock_filter **ret, unsigned short *ret_len,
		  struct cx_error *err)
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
	*ret = steal_pointer(&insns);
	*ret_len = (unsigned short)((size_t)len / sizeof(struct sock_filter));
	return 0;
}

/* The marked answers become the listener's to give. */
static void unmark(struct sock_filter *insns, unsigned short len)
{
	for (unsigned i = 0; i < len; i++)
		if (insns[i].code == (BPF_RET | BPF_K) &&
		    (insns[i].k & SECCOMP_RET_ACTION_FULL) == SECCOMP_RET_ERRNO && insns[i].k & LISTENED)
			insns[i].k = SECCOMP_RET_USER_NOTIF;
}

static int compile(unsigned variant, bool listening, struct sock_filter **ret, unsigned short *ret_len,
		   struct cx_error *err)
{
	cleanup_filter scmp_filter_ctx filter = seccomp_init(default_action(listening));
	if (!filter)
		return cx_fail(err, CX_ESANDBOX,
			       "seccomp: this machine's architecture is unknown to libseccomp");
	if (set_attributes(filter, err) < 0)
		return -1;
	for (size_t i = 0; i < cx_syscall_rules_len; i++)
		if (cx_syscall_rule_applies(&cx_syscall_rules[i], variant) &&
		    add_rule(filter, &cx_syscall_rules[i], listening, err) < 0)
			return -1;
	if (export(filter, ret, ret_len, err) < 0)
		return -1;
	if (listening)
		unmark(*ret, *ret_len);
	return 0;
}

int cx_filter_build(unsigned variant, struct cx_filter *ret, struct cx_error *err)
{
	cleanup_free struct sock_filter *insns = NULL;
	struct sock_filter *listening;
	struct cx_filter filter = { .variant = variant };
	if (compile(variant, false, &insns, &filter.len, err) < 0 ||
	    compile(variant, true, &listening, &filter.listening_len, err) < 0)
		return -1;
	filter.insns = insns;
	filter.listening = listening;
	steal_pointer(&insns);
	*ret = filter;
	return 0;
}

void cx_filter_done(struct cx_filter *filter)
{
	free((void *)filter->insns);
	free((void *)filter->listening);
	*filter = (struct cx_filter){ 0 };
}
