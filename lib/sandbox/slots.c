#include "sandbox/slots.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdio.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/clock.h"
#include "base/proc.h"
#include "base/tree.h"
#include "sandbox/kill.h"

static const char *const dir_names[CX_SLOT_DIRS] = { "work", "build", "tmp" };

enum { OPEN_DIR = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC };

static struct cx_slot no_slot(void)
{
	struct cx_slot slot = { .lock_fd = -1, .permit_fd = -1, .dir_fd = -1, .cgroup = CX_CGROUP_NONE };
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		slot.dirs[i] = -1;
	return slot;
}

/* 1: locked, 0: somebody else has it, -1: error. */
static int try_lock(int slots_fd, unsigned index, int *ret_fd, struct cx_error *err)
{
	char name[32];
	snprintf(name, sizeof(name), "%u.lock", index);
	cleanup_fd int fd = openat(slots_fd, name, O_RDWR | O_CREAT | O_NOFOLLOW | O_CLOEXEC, 0600);
	if (fd < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE,
				     "cannot open the lease slots/%s in the state directory", name);
	if (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno == EWOULDBLOCK)
			return 0;
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot lock slots/%s in the state directory",
				     name);
	}
	*ret_fd = steal_fd(&fd);
	return 1;
}

/* The slot's own directory: passable for the guest by its group, listable by nobody but us. */
static int open_slot_dir(int slots_fd, struct cx_slot *slot, struct cx_error *err)
{
	char name[16];
	snprintf(name, sizeof(name), "%u", slot->index);
	if (mkdirat(slots_fd, name, 0700) < 0 && errno != EEXIST)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot make slots/%s in the state directory",
				     name);
	slot->dir_fd = openat(slots_fd, name, OPEN_DIR);
	if (slot->dir_fd < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot open slots/%s in the state directory",
				     name);
	if (slot->own_uid &&
	    (fchown(slot->dir_fd, geteuid(), slot->uid) < 0 || fchmod(slot->dir_fd, 0710) < 0))
		return cx_fail_errno(err, CX_ESANDBOX, "cannot give slots/%s to its guest", name);
	return 0;
}

/* 0; 1 when one of them is there already, because the run before this one came to a violent end; -1: error. */
static int make_dirs(const struct cx_slot *slot, struct cx_error *err)
{
	for (int i = 0; i < CX_SLOT_DIRS; i++) {
		if (mkdirat(slot->dir_fd, dir_names[i], 0700) == 0)
			continue;
		if (errno == EEXIST)
			return 1;
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot make the guest's directory '%s'",
				     dir_names[i]);
	}
	return 0;
}

static int make_dirs_afresh(const struct cx_slot *slot, struct cx_error *err)
{
	int made = make_dirs(slot, err);
	if (made <= 0)
		return made;
	if (cx_slot_clear(slot) < 0)
		return cx_fail_errno(err, CX_ESANDBOX, "cannot clear what an earlier run left in slot %u",
				     slot->index);
	made = make_dirs(slot, err);
	return made <= 0 ? made : cx_fail(err, CX_ESANDBOX, "slot %u does not stay empty", slot->index);
}

/* Slots of other state directories have the same numbers. */
static int name_cgroup(const struct cx_state *state, struct cx_slot *slot, struct cx_error *err)
{
	struct stat st;
	if (fstat(state->dir_fd, &st) < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "%s", state->path);
	snprintf(slot->cgroup.name, sizeof(slot->cgroup.name), "codex-run-%llx-%u",
		 (unsigned long long)st.st_ino, slot->index);
	slot->cgroup.holds_files = cx_state_is_memory(state);
	return 0;
}

/* Mode and owner as we want them, whatever the guest has made of them. */
static int give(const struct cx_slot *slot, int which)
{
	int fd = slot->dirs[which];
	return fchmod(fd, 0700) < 0 || (slot->own_uid && fchown(fd, slot->uid, slot->uid) < 0) ? -1 : 0;
}

static int open_dirs_afresh(struct cx_slot *slot, struct cx_error *err)
{
	if (make_dirs_afresh(slot, err) < 0)
		return -1;
	for (int i = 0; i < CX_SLOT_DIRS; i++) {
		snprintf(slot->path[i], sizeof(slot->path[i]), "%s/%s", slot->home, dir_names[i]);
		slot->dirs[i] = openat(slot->dir_fd, dir_names[i], OPEN_DIR);
		if (slot->dirs[i] < 0)
			return cx_fail_errno(err, CX_ESANDBOX, "cannot open %s", slot->path[i]);
		struct stat st;
		if (give(slot, i) < 0 || fstat(slot->dirs[i], &st) < 0)
			return cx_fail_errno(err, CX_ESANDBOX, "cannot give %s to the guest", slot->path[i]);
		slot->new_size[i] = st.st_size;
	}
	return 0;
}

static int prepare(const struct cx_state *state, int slots_fd, struct cx_slot *slot, struct cx_error *err)
{
	if (name_cgroup(state, slot, err) < 0)
		return -1;
	snprintf(slot->home, sizeof(slot->home), "%s/slots/%u", state->path, slot->index);
	return open_slot_dir(slots_fd, slot, err) < 0 ? -1 : open_dirs_afresh(slot, err);
}

int cx_slot_renew(struct cx_slot *slot, struct cx_error *err)
{
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		cx_close(&slot->dirs[i]);
	return open_dirs_afresh(slot, err);
}

/* Extended attributes and flags of an inode are no guest's to set: seccomp_policy.c. */
int cx_slot_empty(const struct cx_slot *slot)
{
	for (int i = 0; i < CX_SLOT_DIRS; i++) {
		struct stat st;
		if (give(slot, i) < 0 || cx_tree_empty(slot->dirs[i]) < 0 ||
		    futimens(slot->dirs[i], NULL) < 0 || fstat(slot->dirs[i], &st) < 0)
			return -1;
		/* Some file systems never take back what a directory has grown. */
		if (st.st_size != slot->new_size[i]) {
			errno = ESTALE;
			return -1;
		}
	}
	return 0;
}

struct range {
	unsigned first, end;
};

/* 1: leased, 0: none is free, -1: error. A slot that cannot be made ready is no reason not to use the next one. */
static int try_slots(const struct cx_state *state, int slots_fd, const struct range *range, uid_t first_uid,
		     struct cx_slot *ret, struct cx_error *err)
{
	bool broken = false, taken = false;
	for (unsigned i = range->first; i < range->end; i++) {
		struct cx_slot slot = no_slot();
		int locked = try_lock(slots_fd, i, &slot.lock_fd, err);
		if (locked < 0)
			return -1;
		taken = taken || !locked;
		if (!locked)
			continue;
		slot.index = i;
		slot.own_uid = first_uid != 0;
		slot.uid = first_uid + i;
		slot.killer_uid = first_uid + CX_MAX_SLOTS + i;
		if (prepare(state, slots_fd, &slot, err) < 0) {
			cx_slot_close(&slot);
			broken = true;
			continue;
		}
		*ret = slot;
		return 1;
	}
	return broken && !taken ? -1 : 0;
}

static int open_slots_dir(const struct cx_state *state, struct cx_error *err)
{
	mode_t mode = geteuid() == 0 ? 0711 : 0700;
	if (mkdirat(state->dir_fd, "slots", mode) < 0 && errno != EEXIST)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot make %s/slots", state->path);
	cleanup_fd int fd = openat(state->dir_fd, "slots", OPEN_DIR);
	if (fd < 0 || fchmod(fd, mode) < 0)
		return cx_fail_errno(err, CX_EUNAVAILABLE, "cannot open %s/slots", state->path);
	return steal_fd(&fd);
}

/* 0: try again; -1: it was in vain. flock(2) cannot wait for the first of several. */
static int wait_for_slot(unsigned slots, uint64_t deadline_us, int cancel_fd, struct cx_error *err)
{
	enum { RETRY_MS = 5 };
	if (cx_now_us() >= deadline_us)
		return cx_fail(err, CX_EBUSY,
			       "all %u slots are taken: try again, or raise CODEX_SLOTS or "
			       "CODEX_QUEUE_SECONDS",
			       slots);
	struct pollfd cancel = { .fd = cancel_fd, .events = POLLIN | POLLRDHUP };
	return poll(&cancel, 1, RETRY_MS) > 0
		       ? cx_fail(err, CX_ECANCELLED, "cancelled while waiting for a slot")
		       : 0;
}

int cx_slot_lease(const struct cx_state *state, unsigned slots, uid_t first_uid, uint64_t wait_us,
		  int cancel_fd, struct cx_slot *ret, struct cx_error *err)
{
	const struct range range = { 0, slots };
	cleanup_fd int slots_fd = open_slots_dir(state, err);
	if (slots_fd < 0)
		return -1;
	uint64_t deadline_us = cx_now_us() + wait_us;
	for (;;) {
		int leased = try_slots(state, slots_fd, &range, first_uid, ret, err);
		if (leased)
			return leased < 0 ? -1 : 0;
		if (wait_for_slot(slots, deadline_us, cancel_fd, err) < 0)
			return -1;
	}
}

int cx_slot_lease_place(const struct cx_state *state, unsigned slots, uid_t first_uid, struct cx_slot *ret,
			struct cx_error *err)
{
	const struct range range = { slots, CX_MAX_SLOTS };
	cleanup_fd int slots_fd = open_slots_dir(state, err);
	int leased = slots_fd < 0 ? -1 : try_slots(state, slots_fd, &range, first_uid, ret, err);
	if (leased == 0)
		return cx_fail(err, CX_EBUSY, "all %d places for guests that wait are taken", CX_MAX_SLOTS);
	return leased < 0 ? -1 : 0;
}

int cx_slot_permit(const struct cx_state *state, unsigned slots, uint64_t wait_us, int cancel_fd,
		   struct cx_slot *slot, struct cx_error *err)
{
	cleanup_fd int slots_fd = open_slots_dir(state, err);
	if (slots_fd < 0)
		return -1;
	uint64_t deadline_us = cx_now_us() + wait_us;
	for (;;) {
		for (unsigned i = 0; i < slots; i++) {
			int locked = try_lock(slots_fd, i, &slot->permit_fd, err);
			if (locked)
				return locked < 0 ? -1 : 0;
		}
		if (wait_for_slot(slots, deadline_us, cancel_fd, err) < 0)
			return -1;
	}
}

int cx_slot_sweep(const struct cx_slot *slot)
{
	if (slot->cgroup.root)
		cx_cgroup_remove(slot->cgroup.root, slot->cgroup.name);
	return cx_tree_empty(slot->dir_fd);
}

/* False when it had nobody left; only a uid of the slot's own tells its processes from others. */
static bool kill_strays(const struct cx_slot *slot)
{
	if (slot->cgroup.root)
		cx_cgroup_kill(slot->cgroup.root, slot->cgroup.name);
	return slot->own_uid && cx_kill_uid(slot->uid, slot->killer_uid) == 0 &&
	       cx_proc_count_tasks(slot->uid) > 0;
}

/* What is killed takes its time to die, and may still be making files. */
int cx_slot_clear(const struct cx_slot *slot)
{
	enum { ROUND_US = 2000, PATIENCE_US = 500 * 1000 };
	uint64_t deadline = cx_now_us() + PATIENCE_US;
	for (;;) {
		bool alive = kill_strays(slot);
		int swept = cx_slot_sweep(slot);
		if ((!alive && swept == 0) || cx_now_us() > deadline)
			return swept;
		usleep(ROUND_US);
	}
}

void cx_slot_release(struct cx_slot *slot)
{
	flock(slot->lock_fd, LOCK_UN);
	cx_slot_close(slot);
}

void cx_slot_close(struct cx_slot *slot)
{
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		cx_close(&slot->dirs[i]);
	cx_close(&slot->dir_fd);
	cx_cgroup_close(&slot->cgroup);
	cx_close(&slot->permit_fd);
	cx_close(&slot->lock_fd);
}
