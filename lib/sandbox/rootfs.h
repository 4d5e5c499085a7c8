/* A root directory for one guest, built in a mount namespace of its own: mount_namespaces(7). */
#ifndef CX_SANDBOX_ROOTFS_H
#define CX_SANDBOX_ROOTFS_H

#include "sandbox/slots.h"
#include "sandbox/view.h"

/*
 * What is the same for every guest. From then on the calling process does not see the host's /proc.
 * @ret_fd  the new root
 * @return  NULL, or a literal that says which step failed, with errno
 */
const char *cx_rootfs_begin(int *ret_fd);

/*
 * Add what is one guest's, and make it the root of the calling process; the old one is gone afterwards.
 * @view    what of it is there already is passed over
 * @names   where the slot's directories appear, by enum cx_slot_dir
 * @return  as above
 */
const char *cx_rootfs_enter(int root_fd, const struct cx_view *view, const struct cx_slot *slot,
			    const char *const names[CX_SLOT_DIRS]);

#endif
