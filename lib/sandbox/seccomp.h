/*
 * The system call filter. The policy is data (seccomp_policy.c), compiled by libseccomp when the library is built
 * (generate/filters.c), and loaded raw by each child.
 */
#ifndef CX_SANDBOX_SECCOMP_H
#define CX_SANDBOX_SECCOMP_H

#include <linux/filter.h>
#include <stdbool.h>
#include <stddef.h>

#include "codex/caps.h"
#include "codex/error.h"

/* What differs between hosts. */
enum cx_policy_variant {
	/*
	 * The guest has our own uid, and no user or mount namespace of its own: refuse what Landlock
	 * does not cover (chmod, chown, utime, xattr by path), and setsid and setpgid, as the
	 * process group is what we kill.
	 */
	CX_POLICY_SAME_UID = 1 << 0,
	/* Landlock before ABI 3 does not cover truncate by path: refuse it. */
	CX_POLICY_NO_TRUNCATE = 1 << 1,
	/*
	 * No cgroup counts memory: refuse shared anonymous memory. A process can forget its pages
	 * (madvise, or a fork that never touched them) and keep them in use, where no sampler sees them.
	 */
	CX_POLICY_NO_SHARED_MEMORY = 1 << 2,
	CX_POLICY_VARIANTS = 1 << 3,
};

/* How a rule's call is answered. > 0: refused with that errno. */
enum {
	CX_ALLOW = 0,
	CX_PRETEND = -1, /* not done, but answered with success */
};

enum cx_arg_test {
	CX_ARG_ANY = 0,
	CX_ARG_IS,	    /* (argument & mask) == value */
	CX_ARG_IS_NOT_ZERO, /* in all 64 bits */
	CX_ARG_IS_BELOW,    /* argument < value, in all 64 bits */
};

struct cx_syscall_arg {
	enum cx_arg_test test;
	unsigned index;
	unsigned long long mask;
	unsigned long long value;
};

/* No two rules that apply to the same call and arguments have different answers: order means nothing. */
struct cx_syscall_rule {
	const char *name;
	int answer;	  /* CX_ALLOW, CX_PRETEND or an errno; ENOSYS, the default, is kept for the reader */
	unsigned variant; /* 0: always; else only where one of these bits is set */
	unsigned not_variant; /* not where one of these bits is set */
	bool report;	      /* a person would want to know that it was refused */
	const char *reason;   /* why it is refused */
	const char *when;     /* the tests in `args` as they are written; NULL: none */
	struct cx_syscall_arg args[2];
};

extern const struct cx_syscall_rule cx_syscall_rules[];
extern const size_t cx_syscall_rules_len;

/*
 * Two programs that answer alike. Behind the second one, `listening`, a listener hears of the calls that are refused by
 * a row with `report`, or that no row names, and gives the answer: see refusals.h.
 */
struct cx_filter {
	const struct sock_filter *insns;
	unsigned short len;
	const struct sock_filter *listening;
	unsigned short listening_len;
	unsigned variant;
};

/* One for each set of enum cx_policy_variant bits, in a file that the build generates. */
extern const struct cx_filter cx_filters[CX_POLICY_VARIANTS];
/* The number of each rule's call on this architecture, by the rule's index; negative: it never had it. */
extern const int cx_syscall_numbers[];

/* Compile the policy for a set of enum cx_policy_variant bits: what the build does, and what tests compare with. */
int cx_filter_build(unsigned variant, struct cx_filter *ret, struct cx_error *err);
void cx_filter_done(struct cx_filter *filter);

/* In the child, after no_new_privs: 0, or -1 with errno. Async-signal-safe. */
int cx_filter_load(const struct cx_filter *filter);

/* The same with the listening program: the listener, or -1 with errno where the host cannot (EBUSY, EINVAL, EPERM). */
int cx_filter_listen(const struct cx_filter *filter);

/* Whether a rule is part of a variant of the policy. */
bool cx_syscall_rule_applies(const struct cx_syscall_rule *rule, unsigned variant);

/* Load a filter in a forked child and do a forbidden thing. */
struct cx_layer_status cx_seccomp_probe(void);
struct cx_layer_status cx_no_new_privs_probe(void);

#endif
