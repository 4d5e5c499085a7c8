/* What a run holds where neither its directory nor the size of its processes shows it. */
#include "check.h"

#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/clock.h"
#include "base/proc.h"
#include "supervise/hidden.h"
#include "supervise/patience.h"

enum { FILE_BYTES = 1 << 20 };

static char folder[] = "/tmp/test-hidden-XXXXXX";

static struct cx_slot slot_here(void)
{
	struct cx_slot slot = { .lock_fd = -1 };
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		slot.dirs[i] = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	return slot;
}

static void leave(struct cx_slot *slot)
{
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		close(slot->dirs[i]);
}

/* A file of a megabyte that has lost its name. */
static int make_nameless(const struct cx_slot *slot)
{
	static char block[FILE_BYTES];
	memset(block, 'x', sizeof(block));
	int fd = openat(slot->dirs[CX_SLOT_WORK], "nameless", O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	CHECK(fd >= 0);
	CHECK_EQ_INT(unlinkat(slot->dirs[CX_SLOT_WORK], "nameless", 0), 0);
	CHECK_EQ_INT(write(fd, block, sizeof(block)), sizeof(block));
	return fd;
}

/* A child that has what we have, and waits. */
static pid_t fork_holder(void)
{
	pid_t pid = fork();
	if (pid == 0)
		for (;;)
			pause();
	return pid;
}

static void end(pid_t pid)
{
	kill(pid, SIGKILL);
	waitpid(pid, NULL, 0);
}

TEST(an_open_file_without_a_name_counts_once_for_all_that_hold_it)
{
	struct cx_slot slot = slot_here();
	struct cx_hidden hidden;
	int fd = make_nameless(&slot);
	pid_t pids[] = { fork_holder(), fork_holder() };
	cx_hidden_look(&slot, pids, 2, &hidden);
	CHECK(hidden.file_bytes >= FILE_BYTES);
	CHECK(hidden.file_bytes < 2 * FILE_BYTES);
	end(pids[0]);
	end(pids[1]);
	close(fd);
	leave(&slot);
}

TEST(a_file_that_is_only_mapped_is_seen_in_the_maps)
{
	struct cx_slot slot = slot_here();
	struct cx_hidden hidden;
	int fd = make_nameless(&slot);
	void *mapped = mmap(NULL, FILE_BYTES, PROT_READ, MAP_SHARED, fd, 0);
	CHECK(mapped != MAP_FAILED);
	close(fd);
	pid_t pid = fork_holder();
	cx_hidden_look(&slot, &pid, 1, &hidden);
	CHECK_EQ_INT(hidden.file_bytes, 0);
	cx_hidden_look_at_maps(&slot, &pid, 1, &hidden);
	CHECK_EQ_INT(hidden.file_bytes, FILE_BYTES);
	end(pid);
	munmap(mapped, FILE_BYTES);
	leave(&slot);
}

TEST(files_with_a_name_are_the_directory_s_to_count)
{
	struct cx_slot slot = slot_here();
	struct cx_hidden hidden;
	int fd = openat(slot.dirs[CX_SLOT_WORK], "named", O_RDWR | O_CREAT | O_CLOEXEC, 0600);
	CHECK_EQ_INT(ftruncate(fd, FILE_BYTES), 0);
	pid_t pid = fork_holder();
	cx_hidden_look_at_maps(&slot, &pid, 1, &hidden);
	CHECK_EQ_INT(hidden.file_bytes, 0);
	end(pid);
	close(fd);
	unlinkat(slot.dirs[CX_SLOT_WORK], "named", 0);
	leave(&slot);
}

TEST(a_few_sockets_are_nobody_s_attack_and_many_count_whole)
{
	struct cx_slot slot = slot_here();
	struct cx_hidden hidden;
	int pairs[40][2];
	for (int i = 0; i < 40; i++) {
		if (i == 20) {
			pid_t few = fork_holder();
			cx_hidden_look(&slot, &few, 1, &hidden);
			CHECK_EQ_INT(hidden.queue_bytes, 0);
			end(few);
		}
		CHECK_EQ_INT(socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, pairs[i]), 0);
	}
	pid_t many = fork_holder();
	cx_hidden_look(&slot, &many, 1, &hidden);
	CHECK(hidden.queue_bytes >= 80 * 200 * 1024);
	end(many);
	for (int i = 0; i < 40; i++) {
		close(pairs[i][0]);
		close(pairs[i][1]);
	}
	leave(&slot);
}

static uint64_t answer(const void *argument)
{
	return *(const uint64_t *)argument + 1;
}

static uint64_t wait_for_ever(const void *argument)
{
	(void)argument;
	while (pause() < 0)
		;
	return 0;
}

/* A change of identity resets it, and a worker would then outlive its master. */
TEST(a_look_leaves_the_parent_s_death_signal_as_it_was)
{
	int before = 0, after = 0;
	pid_t self = getpid();
	struct cx_hidden hidden;
	struct cx_slot slot = slot_here();
	struct cx_slot other = slot;
	other.own_uid = geteuid() == 0;
	other.uid = 2000000000;
	CHECK_EQ_INT(prctl(PR_SET_PDEATHSIG, SIGTERM), 0);
	prctl(PR_GET_PDEATHSIG, &before);
	cx_hidden_look(&other, &self, 1, &hidden);
	prctl(PR_GET_PDEATHSIG, &after);
	CHECK_EQ_INT(before, SIGTERM);
	CHECK_EQ_INT(after, SIGTERM);
	CHECK_EQ_INT(prctl(PR_GET_DUMPABLE), 1);
	prctl(PR_SET_PDEATHSIG, 0);
	leave(&slot);
}

TEST(a_look_that_does_not_end_is_given_up)
{
	uint64_t seen = 0, given = 41;
	CHECK(cx_patience_look(answer, &given, &seen));
	CHECK_EQ_INT(seen, 42);
	uint64_t before_us = cx_now_us();
	CHECK(!cx_patience_look(wait_for_ever, NULL, &seen));
	CHECK(cx_now_us() - before_us < 10 * 1000000);
	CHECK(waitpid(-1, NULL, WNOHANG) < 0); /* and leaves no child */
}

static void *use_memory(void *unused)
{
	(void)unused;
	usleep(100 * 1000); /* the first thread has ended by then */
	char *block = malloc(16 << 20);
	memset(block, 1, 16 << 20);
	while (pause() < 0)
		;
	return block;
}

TEST(memory_of_a_process_whose_first_thread_has_ended_is_seen)
{
	pid_t pid = fork();
	if (pid == 0) {
		pthread_t thread;
		pthread_create(&thread, NULL, use_memory, NULL);
		pthread_exit(NULL);
	}
	uint64_t seen = 0;
	for (int tries = 0; tries < 500 && seen < 16 << 20; tries++) {
		usleep(20 * 1000);
		seen = cx_proc_memory(pid);
	}
	CHECK(seen >= 16 << 20);
	end(pid);
}

int main(void)
{
	if (!mkdtemp(folder))
		return 1;
	RUN(an_open_file_without_a_name_counts_once_for_all_that_hold_it);
	RUN(a_file_that_is_only_mapped_is_seen_in_the_maps);
	RUN(files_with_a_name_are_the_directory_s_to_count);
	RUN(a_few_sockets_are_nobody_s_attack_and_many_count_whole);
	RUN(a_look_leaves_the_parent_s_death_signal_as_it_was);
	RUN(a_look_that_does_not_end_is_given_up);
	RUN(memory_of_a_process_whose_first_thread_has_ended_is_seen);
	rmdir(folder);
	return check_done();
}
