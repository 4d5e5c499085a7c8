/* What crosses the control socket (SOCK_SEQPACKET: one message, one packet). Private to guardian*.c. */
#ifndef CX_SANDBOX_GUARDIAN_PROTOCOL_H
#define CX_SANDBOX_GUARDIAN_PROTOCOL_H

#include "sandbox/guardian.h"
#include "sandbox/spawn.h"

enum cx_guardian_message {
	CX_GUARDIAN_SPAWN = 1, /* to it: struct cx_guardian_order, strings, descriptors */
	CX_GUARDIAN_SETTLE,    /* to it: struct cx_guardian_place, strings, descriptors */
	CX_GUARDIAN_BEGIN,     /* to it: struct cx_guardian_begin; answered as SPAWN is */
	CX_GUARDIAN_KILL,      /* to it */
	CX_GUARDIAN_READY,     /* from it */
	CX_GUARDIAN_STARTED,   /* from it: pid, in its pid namespace */
	CX_GUARDIAN_FAILED,    /* from it: struct cx_error */
	CX_GUARDIAN_ENDED,     /* from it: struct cx_guest_end */
	CX_GUARDIAN_SWEPT,     /* from it: all is dead, and the slot is empty; it has nothing more to do */
};

/* stdin, stdout, stderr; then as far as they are there: the ruleset, the job's descriptor, the doors of the cgroup. */
enum {
	CX_GUARDIAN_FDS = 5 + CX_CGROUP_PARTS,
	CX_GUARDIAN_MAX_MESSAGE = 128 * 1024,
	CX_GUARDIAN_MAX_STRINGS = 512
};

/* Followed by argc + envc strings, a NUL behind each. */
struct cx_guardian_order {
	enum cx_guardian_message type;
	uint32_t argc;
	uint32_t envc;
	bool landlock;
	bool job;
	bool made;	    /* the program: from the guest's sources */
	bool fork;	    /* let the agent live in the guest */
	int cgroup_version; /* 0: none */
	uint32_t cgroup_doors;
	struct cx_rlimits rlimits;
	uint64_t patience_us;
};

/* A guest that has waited gets its job: from now on its limits count, and its clock runs. */
struct cx_guardian_begin {
	enum cx_guardian_message type;
	struct cx_rlimits rlimits;
	uint64_t patience_us;
};

/*
 * The slot of one that was started ahead. Followed by the paths of the language's own that the view has, and the
 * directory that it is moved from; with descriptors: the lease, the slot's directory and those in it, and the roots of
 * cgroups.
 */
struct cx_guardian_place {
	enum cx_guardian_message type;
	struct cx_slot slot; /* its descriptors and pointers mean nothing */
	int cgroup_version;  /* 0: none */
	int filter;	     /* which of cx_filters[]; -1: none */
	uint32_t paths;
	char shelf[sizeof(((struct cx_view *)0)->shelf)];
};

enum {
	CX_GUARDIAN_PLACE_FDS = 2 + CX_SLOT_DIRS, /* and as many roots as there are */
};
_Static_assert(CX_GUARDIAN_PLACE_FDS + CX_CGROUP_PARTS <= CX_GUARDIAN_FDS, "there is room for as many");

struct cx_guardian_report {
	enum cx_guardian_message type;
	union {
		pid_t pid;
		struct cx_error error;
		struct cx_guest_end end;
	} as;
};

/* What it is born with. */
struct cx_guardian_birth {
	int control_fd;
	const struct cx_slot
		*slot; /* NULL: it will be told; until then it gets ready what is the same for all */
	const struct cx_filter *filter;
	const struct cx_view *view;
	bool namespaced;
	uid_t uid; /* ours, outside of them */
	gid_t gid;
	bool has_net;		      /* it was forked in a network namespace with nothing in it */
	const struct cx_agent *agent; /* NULL: it was not forked by a program that has one */
};

/* The guardian's life; never returns. */
_Noreturn void cx_guardian_main(const struct cx_guardian_birth *birth);

#endif
