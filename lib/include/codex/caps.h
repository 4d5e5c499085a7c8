/* The layers of the sandbox, and which of them this host grants. */
#ifndef CODEX_CAPS_H
#define CODEX_CAPS_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/error.h"

#pragma GCC visibility push(default)

/* In the order in which a child applies them; see lib/sandbox/layers.c. */
enum cx_layer {
	CX_LAYER_NAMESPACES,   /* pid, mount, net, ipc, uts, cgroup, user: a world of its own */
	CX_LAYER_CGROUP,       /* memory, processes and CPU time of a run as a whole */
	CX_LAYER_RLIMITS,      /* per process, and per uid */
	CX_LAYER_UID,	       /* a uid per slot */
	CX_LAYER_NO_NEW_PRIVS, /* set-uid programs gain nothing */
	CX_LAYER_LANDLOCK,     /* files, TCP, signals and abstract sockets */
	CX_LAYER_SECCOMP,      /* system calls */
	CX_LAYER_COUNT,
};

enum cx_layer_state {
	CX_LAYER_ON,
	CX_LAYER_UNSUPPORTED, /* the kernel does not have it */
	CX_LAYER_DENIED,      /* the host, or our lack of a right, refuses it */
	CX_LAYER_DISABLED,    /* the operator turned it off (CODEX_DISABLE) */
};

struct cx_layer_status {
	enum cx_layer_state state;
	int version;   /* Landlock's ABI, cgroup 1 or 2; 0 where it has no meaning */
	char why[200]; /* one line: what it does here; or why it is off and what would turn it on */
};

struct cx_caps {
	struct cx_layer_status layer[CX_LAYER_COUNT];
};

/* The layers that were on for one run. */
struct cx_layer_set {
	uint32_t on; /* bit 1 << enum cx_layer */
	int version[CX_LAYER_COUNT];
};

/* How much isolation a run must have; below it we refuse to run. */
enum cx_floor {
	CX_FLOOR_STRICT, /* every layer */
	CX_FLOOR_DEFAULT, /* files by namespaces or Landlock, and seccomp; signals kept in by a uid, a pid namespace or Landlock */
	CX_FLOOR_UID,  /* root with a uid per slot, and seccomp; world-readable files stay visible */
	CX_FLOOR_NONE, /* whatever the host grants */
};

/* "namespaces", "cgroup", "rlimits", "uid", "no_new_privs", "landlock", "seccomp". */
const char *cx_layer_name(enum cx_layer layer);

/* "on", "unsupported", "denied", "disabled". */
const char *cx_layer_state_name(enum cx_layer_state state);

/* "strict", "default", "uid", "none". */
const char *cx_floor_name(enum cx_floor floor);

/* 0 when the layers meet the floor; else -1 with CX_EUNAVAILABLE and a message that says what would help. */
int cx_floor_check(enum cx_floor floor, const struct cx_caps *caps, struct cx_error *err);

#pragma GCC visibility pop

#endif
