/*
 * What a guest may see of the file system. One list serves Landlock, which hides the rest, and the mount
 * namespace, where the rest is not there at all.
 */
#ifndef CX_SANDBOX_VIEW_H
#define CX_SANDBOX_VIEW_H

#include <stdbool.h>

#include "codex/bytes.h"
#include "codex/error.h"
#include "sandbox/landlock.h"
#include "sandbox/slots.h"

enum { CX_VIEW_MAX_PATHS = 128 };

/* The name of such a directory in the state directory. */
#define CX_VIEW_SHELF "preludes"

struct cx_view {
	struct cx_landlock_path paths[CX_VIEW_MAX_PATHS]; /* without the slot's own directories */
	size_t len;
	struct cx_strings owned; /* what globs found; paths[] points into it */
	/*
	 * What lies below the first directory is below the second one in a mount namespace: the guest's own
	 * directories would hide it where a host has it in /tmp. NULL: nothing is moved. Borrowed.
	 */
	const char *moved_from;
	const char *moved_to;
	/*
	 * A directory with what guests may be given, a part at a time: in a mount namespace it is cx_namespaces_shelf,
	 * read only; and Landlock allows what is `given` of it. "": there is none, nothing is.
	 */
	char shelf[224];
	char given[320];
};

/* What every language needs: toolchains and libraries, read only; harmless devices. */
void cx_view_base(struct cx_view *ret);

/* The base view and a language's readable paths or globs. */
int cx_view_open(const struct cx_strings *readable, struct cx_view *ret, struct cx_error *err);
void cx_view_done(struct cx_view *view);

/*
 * A Landlock ruleset for the view and a slot.
 * @build_writable  the compiler fills the build directory; the program only reads and executes what is there
 */
int cx_view_ruleset(const struct cx_view *view, int landlock_abi, const struct cx_slot *slot,
		    bool build_writable, int *ret_fd, struct cx_error *err);

#endif
