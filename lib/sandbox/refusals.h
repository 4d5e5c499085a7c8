/*
 * The calls that were refused to a guest and that a person would want to know of. The kernel stops whoever makes one and
 * tells the listener, which gives the answer that the policy has for it (seccomp_unotify(2)); nothing else of the guest
 * waits, and calls that are allowed or refused without `report` never come here. No call is let through this way.
 */
#ifndef CX_SANDBOX_REFUSALS_H
#define CX_SANDBOX_REFUSALS_H

#include <stdbool.h>

enum {
	CX_REFUSALS_NAMES = 16,
	CX_REFUSALS_NAME = 40,
	/* Who asks in vain that often gets ENOSYS from then on, by the kernel alone. */
	CX_REFUSALS_ANSWERS = 1000,
};

struct cx_refusals {
	bool seen; /* a listener was there; without one nothing is known */
	unsigned len;
	unsigned answers;
	char names[CX_REFUSALS_NAMES]
		  [CX_REFUSALS_NAME]; /* "socket(AF_INET)", each once, in order of arrival */
};

/*
 * The listener is readable: answer one call and note its name. False when there is nothing more to hear from it.
 * @variant  of the policy that the guest's filter was built from
 */
bool cx_refusals_answer(int listener_fd, unsigned variant, struct cx_refusals *refusals);

#endif
