/*
 * The guardian's own world: as PID 1 of a pid namespace, with mount, net, ipc, uts and cgroup namespaces, and a
 * user namespace where we are not root. namespaces(7). When the guardian dies, the kernel kills all that is inside.
 */
#ifndef CX_SANDBOX_NAMESPACES_H
#define CX_SANDBOX_NAMESPACES_H

#include <stdbool.h>
#include <sys/types.h>

#include "codex/caps.h"
#include "sandbox/slots.h"
#include "sandbox/view.h"

/* Where a guest finds its directories, by enum cx_slot_dir. */
extern const char *const cx_namespaces_dirs[CX_SLOT_DIRS];
/* And for the data that the view brings. */
extern const char cx_namespaces_data[];
/* And the view's shelf. */
extern const char cx_namespaces_shelf[];

/* Like fork(2), into new namespaces; -1 with errno where the host does not grant them. @more  flags of clone(2) */
pid_t cx_namespaces_fork(unsigned long more);

/*
 * In the forked process: map our uid where that is needed, and build what is the same for every guest.
 * @uid, @gid  ours, outside
 * @net        make a network namespace, too; else the caller has an empty one already
 * @ret_root   what cx_namespaces_enter() goes on with
 * @return     NULL, or a literal that says which step failed, with errno
 */
const char *cx_namespaces_begin(uid_t uid, gid_t gid, bool net, int *ret_root);

/*
 * Move into a root with nothing in it but the view and the slot's directories. The calling process keeps its open
 * descriptors, whatever they refer to. @return  as above
 */
const char *cx_namespaces_enter(int root_fd, const struct cx_view *view, const struct cx_slot *slot);

#endif
