/* A root directory for one guest, built in a mount namespace of its own: mount_namespaces(7). */
#ifndef CX_SANDBOX_ROOTFS_H
#define CX_SANDBOX_ROOTFS_H

#include "sandbox/slots.h"
#include "sandbox/view.h"

/*
 * Build it and make it the root of the calling process; the old one is gone afterwards.
 * @names   where the slot's directories appear, by enum cx_slot_dir
 * @return  NULL, or a literal that says which step failed, with errno
 */
const char *cx_rootfs_enter(const struct cx_view *view, const struct cx_slot *slot,
			    const char *const names[CX_SLOT_DIRS]);

#endif
