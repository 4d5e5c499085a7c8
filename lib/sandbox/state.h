/*
 * The state directory: slot leases, the guests' directories, and what is remembered between runs.
 * One per user; several processes share it.
 */
#ifndef CX_SANDBOX_STATE_H
#define CX_SANDBOX_STATE_H

#include <stdbool.h>
#include <sys/types.h>

#include "codex/error.h"

struct cx_state {
	int dir_fd;
	char path[200]; /* absolute, without symlinks at its end */
};

#define CX_STATE_NONE        \
	{                    \
		.dir_fd = -1 \
	}

/*
 * Open the state directory, making it when it is not there.
 * @configured  an absolute path, or NULL for the first that can be used: as root /run/codex-run,
 *              /var/lib/codex-run, /tmp/codex-run-0; else $XDG_RUNTIME_DIR/codex-run, /tmp/codex-run-UID, /var/tmp/codex-run-UID
 * It must be ours, not writable by others, and on a file system that lets programs execute (Debian
 * mounts /run noexec). As root other users must be able to pass through its parents, because each slot
 * has a uid of its own. CX_EUNAVAILABLE says what was tried and why it would not do.
 */
int cx_state_open(const char *configured, struct cx_state *ret, struct cx_error *err);
void cx_state_close(struct cx_state *state);

/* Whether files in it are memory (tmpfs), of which there is then less for programs. */
bool cx_state_is_memory(const struct cx_state *state);

/*
 * The first uid of the slots: CODEX uids lie in a range that no distribution hands out. The range is drawn
 * once per state directory, so that two containers on one kernel seldom share uids, for which the
 * kernel counts processes together. Where the range is not mapped (user namespaces), one near the top of
 * what is mapped.
 */
int cx_state_first_uid(const struct cx_state *state, uid_t *ret, struct cx_error *err);

#endif
