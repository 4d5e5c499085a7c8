#include "sandbox/refusals.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>

#include "sandbox/seccomp.h"

static bool matches(const struct cx_syscall_arg *test, const struct seccomp_data *call)
{
	unsigned long long value = call->args[test->index];
	switch (test->test) {
	case CX_ARG_IS:
		return (value & test->mask) == test->value;
	case CX_ARG_IS_NOT_ZERO:
		return value != 0;
	case CX_ARG_IS_BELOW:
		return value < test->value;
	default:
		return true;
	}
}

/* The row that refuses the call; NULL when none does. *ret_known: some row has a call of that number. */
static const struct cx_syscall_rule *find_rule(const struct seccomp_data *call, unsigned variant,
					       bool *ret_known)
{
	*ret_known = false;
	for (size_t i = 0; i < cx_syscall_rules_len; i++) {
		const struct cx_syscall_rule *rule = &cx_syscall_rules[i];
		if (cx_syscall_numbers[i] != call->nr)
			continue;
		*ret_known = true;
		if (rule->report && cx_syscall_rule_applies(rule, variant) && matches(&rule->args[0], call) &&
		    matches(&rule->args[1], call))
			return rule;
	}
	return NULL;
}

/* The constant in `VALUE(0, AF_INET)` or `BITS(0, CLONE_NEWUSER, CLONE_NEWUSER)`: what a person knows the case by. */
static int constant_of(const char *when, const char **ret)
{
	const char *comma = when ? strchr(when, ',') : NULL;
	*ret = comma ? comma + 2 : "";
	if (**ret < 'A' || **ret > 'Z')
		return 0;
	return (int)strspn(*ret, "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_");
}

static void name_call(const struct cx_syscall_rule *rule, int number, char name[static CX_REFUSALS_NAME])
{
	const char *constant = "";
	int len = rule ? constant_of(rule->when, &constant) : 0;
	if (!rule)
		snprintf(name, CX_REFUSALS_NAME, "system call %d", number);
	else if (len)
		snprintf(name, CX_REFUSALS_NAME, "%s(%.*s)", rule->name, len, constant);
	else
		snprintf(name, CX_REFUSALS_NAME, "%s", rule->name);
}

static void note(struct cx_refusals *refusals, const struct cx_syscall_rule *rule, int number)
{
	if (refusals->len == CX_REFUSALS_NAMES)
		return;
	char *name = refusals->names[refusals->len];
	name_call(rule, number, name);
	for (unsigned i = 0; i < refusals->len; i++)
		if (!strcmp(refusals->names[i], name))
			return;
	refusals->len++;
}

bool cx_refusals_answer(int listener_fd, unsigned variant, struct cx_refusals *refusals)
{
	struct seccomp_notif call = { 0 };
	if (ioctl(listener_fd, SECCOMP_IOCTL_NOTIF_RECV, &call) < 0)
		return errno == EINTR || errno == ENOENT; /* ENOENT: killed while it waited */
	bool known;
	const struct cx_syscall_rule *rule = find_rule(&call.data, variant, &known);
	/* A call that is known with other arguments is a look at what this kernel can: answered, and not noted. */
	if (rule || !known)
		note(refusals, rule, call.data.nr);
	struct seccomp_notif_resp answer = { .id = call.id, .error = rule ? -rule->answer : -ENOSYS };
	if (ioctl(listener_fd, SECCOMP_IOCTL_NOTIF_SEND, &answer) < 0 && errno != ENOENT)
		return false;
	return ++refusals->answers < CX_REFUSALS_ANSWERS;
}
