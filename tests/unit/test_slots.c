/* Leases: who gets which slot, and what an earlier run cannot spoil. */
#include "check.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/tree.h"
#include "sandbox/slots.h"

static char path[] = "/tmp/test_slots.XXXXXX";
static struct cx_state state = CX_STATE_NONE;

static int lease(unsigned slots, struct cx_slot *ret, struct cx_error *err)
{
	return cx_slot_lease(&state, slots, 0, 0, -1, ret, err);
}

static void let_go(struct cx_slot *slot)
{
	CHECK_EQ_INT(cx_slot_sweep(slot), 0);
	cx_slot_close(slot);
}

TEST(the_first_free_slot_is_leased_and_none_is_busy)
{
	struct cx_slot first, second, third;
	struct cx_error err;
	CHECK_EQ_INT(lease(2, &first, &err), 0);
	CHECK_EQ_INT(lease(2, &second, &err), 0);
	CHECK_EQ_INT(first.index, 0);
	CHECK_EQ_INT(second.index, 1);
	CHECK_EQ_INT(lease(2, &third, &err), -1);
	CHECK_EQ_INT(err.code, CX_EBUSY);
	let_go(&first);
	CHECK_EQ_INT(lease(2, &third, &err), 0);
	CHECK_EQ_INT(third.index, 0);
	let_go(&second);
	let_go(&third);
}

TEST(what_an_earlier_run_left_is_removed)
{
	struct cx_slot slot;
	struct cx_error err;
	CHECK_EQ_INT(lease(1, &slot, &err), 0);
	CHECK_EQ_INT(mkdirat(slot.dirs[CX_SLOT_WORK], "left", 0700), 0);
	cx_slot_close(&slot); /* without a sweep */
	CHECK_EQ_INT(lease(1, &slot, &err), 0);
	CHECK_EQ_INT(faccessat(slot.dirs[CX_SLOT_WORK], "left", F_OK, 0), -1);
	let_go(&slot);
}

TEST(a_slot_is_emptied_without_making_its_directories_anew)
{
	struct cx_slot slot;
	struct cx_error err;
	struct stat before, after;
	CHECK_EQ_INT(lease(1, &slot, &err), 0);
	int work = slot.dirs[CX_SLOT_WORK];
	CHECK_EQ_INT(fstat(work, &before), 0);
	CHECK_EQ_INT(mkdirat(work, "left", 0), 0);
	CHECK_EQ_INT(symlinkat("/etc", work, "etc"), 0);
	CHECK_EQ_INT(fchmod(work, 0777), 0);
	CHECK_EQ_INT(futimens(work, (struct timespec[]){ { .tv_sec = 1 }, { .tv_sec = 1 } }), 0);
	CHECK_EQ_INT(cx_slot_empty(&slot), 0);
	CHECK_EQ_INT(faccessat(work, "left", F_OK, 0), -1);
	CHECK_EQ_INT(faccessat(work, "etc", F_OK, AT_SYMLINK_NOFOLLOW), -1);
	CHECK_EQ_INT(fstat(work, &after), 0);
	CHECK_EQ_INT(after.st_ino, before.st_ino);
	CHECK_EQ_INT(after.st_mode & 07777, 0700);
	CHECK_EQ_INT(after.st_nlink, before.st_nlink);
	CHECK(after.st_mtim.tv_sec >= before.st_mtim.tv_sec);
	slot.new_size[CX_SLOT_WORK]--; /* as if it had grown, and never shrank */
	CHECK_EQ_INT(cx_slot_empty(&slot), -1);
	CHECK_EQ_INT(errno, ESTALE);
	let_go(&slot);
}

TEST(a_place_keeps_nobody_from_a_slot_and_runs_with_the_right_of_one)
{
	struct cx_slot place, slot;
	struct cx_error err;
	CHECK_EQ_INT(cx_slot_lease_place(&state, 1, 0, &place, &err), 0);
	CHECK_EQ_INT(place.index, 1);
	CHECK_EQ_INT(lease(1, &slot, &err), 0);
	CHECK_EQ_INT(cx_slot_permit(&state, 1, 0, -1, &place, &err), -1);
	CHECK_EQ_INT(err.code, CX_EBUSY);
	let_go(&slot);
	CHECK_EQ_INT(cx_slot_permit(&state, 1, 0, -1, &place, &err), 0);
	CHECK_EQ_INT(lease(1, &slot, &err), -1);
	CHECK_EQ_INT(err.code, CX_EBUSY);
	let_go(&place);
	CHECK_EQ_INT(lease(1, &slot, &err), 0);
	let_go(&slot);
}

TEST(a_broken_slot_is_passed_over)
{
	struct cx_slot slot, other;
	struct cx_error err;
	cleanup_fd int slots = openat(state.dir_fd, "slots", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	CHECK_EQ_INT(unlinkat(slots, "0", AT_REMOVEDIR), 0);
	close(openat(slots, "0", O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
	CHECK_EQ_INT(lease(2, &slot, &err), 0);
	CHECK_EQ_INT(slot.index, 1);
	CHECK_EQ_INT(lease(2, &other, &err), -1);
	CHECK_EQ_INT(err.code, CX_EBUSY); /* the other one is only taken */
	let_go(&slot);
	CHECK_EQ_INT(lease(1, &slot, &err), -1);
	CHECK_EQ_INT(err.code, CX_EUNAVAILABLE);
	CHECK_CONTAINS(err.msg, "slots/0");
	CHECK_EQ_INT(unlinkat(slots, "0", 0), 0);
}

int main(void)
{
	struct cx_error err;
	if (!mkdtemp(path) || chmod(path, 0711) < 0 || cx_state_open(path, &state, &err) < 0) {
		puts("Bail out! no state directory");
		return EXIT_FAILURE;
	}
	RUN(the_first_free_slot_is_leased_and_none_is_busy);
	RUN(what_an_earlier_run_left_is_removed);
	RUN(a_slot_is_emptied_without_making_its_directories_anew);
	RUN(a_place_keeps_nobody_from_a_slot_and_runs_with_the_right_of_one);
	RUN(a_broken_slot_is_passed_over);
	cx_tree_empty(state.dir_fd);
	cx_state_close(&state);
	rmdir(path);
	return check_done();
}
