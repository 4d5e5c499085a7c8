/*
 * A slot is a place where one guest at a time can be: a directory, and as root a uid of its own.
 * Concurrent commands and services share the slots of a state directory; who holds the flock(2) on
 * slots/N.lock holds slot N. Lock files are never removed: another process may be waiting on the inode.
 *
 * A host has as many slots as it can run guests at once. The numbers above them are places for guests that wait for
 * their request: whoever has one takes the lock of a slot, too, before its guest runs (a permit), so that what waits
 * keeps nobody from running.
 */
#ifndef CX_SANDBOX_SLOTS_H
#define CX_SANDBOX_SLOTS_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "sandbox/cgroup.h"
#include "sandbox/state.h"

enum {
	CX_MAX_SLOTS = 256,
	/* uids that belong to a state directory: one per slot for its guest, one per slot to kill the guest with */
	CX_SLOT_UIDS = 2 * CX_MAX_SLOTS,
};

/* Where a run lives. All three belong to the guest. */
enum cx_slot_dir { CX_SLOT_WORK, CX_SLOT_BUILD, CX_SLOT_TMP, CX_SLOT_DIRS };

struct cx_slot {
	unsigned index;
	int lock_fd;   /* holds the lease as long as a copy of it is open in any process */
	int permit_fd; /* the lock of another slot, where this one is only a place; -1: none */
	int dir_fd;    /* STATE/slots/N, ours */
	int dirs[CX_SLOT_DIRS];
	off_t new_size[CX_SLOT_DIRS]; /* of each directory itself, when nothing had ever been in it */
	char home[220];		      /* path of dir_fd */
	char path[CX_SLOT_DIRS][256]; /* absolute, as the host sees them */
	bool own_uid;		      /* the guest has a uid of its own */
	uid_t uid;		      /* and this is it, also its gid */
	uid_t killer_uid;	      /* nobody's: kill(-1) is sent under it */
	struct cx_cgroup cgroup;      /* of its guest; its root is the caller's to set */
};

/*
 * Take the first slot that is free, waiting up to `wait_us`, and make its empty directories.
 * What a run that came to a violent end left there is killed and removed first.
 * @first_uid  of the state directory; 0: guests have our own uid
 * @cancel_fd  ends the wait (CX_ECANCELLED) when readable or hung up; -1: none
 * CX_EBUSY when none was free in time.
 */
int cx_slot_lease(const struct cx_state *state, unsigned slots, uid_t first_uid, uint64_t wait_us,
		  int cancel_fd, struct cx_slot *ret, struct cx_error *err);

/* The first place that is free, as above, without waiting; CX_EBUSY: there is none. */
int cx_slot_lease_place(const struct cx_state *state, unsigned slots, uid_t first_uid, struct cx_slot *ret,
			struct cx_error *err);

/* Take the right to run in a place: waits as cx_slot_lease() does. It is given back with the slot. */
int cx_slot_permit(const struct cx_state *state, unsigned slots, uint64_t wait_us, int cancel_fd,
		   struct cx_slot *slot, struct cx_error *err);

/* Empty directories again, for the next guest under the same lease. No process of the slot may live. */
int cx_slot_renew(struct cx_slot *slot, struct cx_error *err);

/*
 * The very same directories, as if they were new: for a guardian that has them mounted, and goes on. No process of the
 * slot may live. 0, or -1 with errno; ESTALE: something of them has changed that cannot be taken back.
 */
int cx_slot_empty(const struct cx_slot *slot);

/* Remove all that is in the slot's directory, and its cgroup. No process of the slot may live. 0, or -1 with errno. */
int cx_slot_sweep(const struct cx_slot *slot);

/*
 * After a violent end, under our own lease: kill what is left of the slot's guest, as far as a uid or a cgroup tells it
 * from others, and remove all that it wrote. 0, or -1 with errno.
 */
int cx_slot_clear(const struct cx_slot *slot);

/* Give the lease back, whoever shares it; its directory is empty. And close our descriptors. */
void cx_slot_release(struct cx_slot *slot);

/* Close our descriptors. The lease ends when the last process that shares it has done so. */
void cx_slot_close(struct cx_slot *slot);

#endif
