/* What a run has used, where processes that have ended take their share of the count with them. */
#include "check.h"

#include <signal.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "base/fd.h"
#include "supervise/watch.h"

enum { SPENT_MS = 100 };

static void spend_cpu(void)
{
	clock_t end = clock() + (clock_t)SPENT_MS * (CLOCKS_PER_SEC / 1000);
	while (clock() < end)
		;
}

/* A guardian whose guest has used CPU time while it waited, and ends unseen when the pipe does. */
static pid_t start_guardian(const struct cx_pipe *ready, const struct cx_pipe *go)
{
	pid_t guardian = fork();
	if (guardian)
		return guardian;
	char byte;
	close(go->write_fd);
	signal(SIGCHLD, SIG_IGN); /* the kernel reaps the guest, and nobody gets its time */
	if (fork() == 0) {
		spend_cpu();
		if (write(ready->write_fd, "r", 1) == 1 && read(go->read_fd, &byte, 1) == 0)
			_exit(0);
		_exit(1);
	}
	while (wait(NULL) > 0)
		;
	if (write(ready->write_fd, "e", 1) != 1)
		_exit(1);
	pause();
	_exit(0);
}

TEST(what_was_used_while_waiting_never_counts)
{
	static const struct cx_limits limits = { .wall_us = 60000000,
						 .cpu_us = 1000000,
						 .memory_bytes = 1 << 30,
						 .processes = 100,
						 .disk_bytes = 1 << 30,
						 .file_bytes = 1 << 30 };
	struct cx_pipe ready = CX_PIPE_CLOSED, go = CX_PIPE_CLOSED;
	struct cx_slot slot = { .lock_fd = -1, .dir_fd = -1, .dirs = { -1, -1, -1 } };
	struct cx_limit_hit hit = { 0 };
	struct cx_watch watch;
	char byte = 0;
	CHECK(cx_pipe_open(&ready) == 0 && cx_pipe_open(&go) == 0);
	pid_t guardian = start_guardian(&ready, &go);
	CHECK(read(ready.read_fd, &byte, 1) == 1 && byte == 'r');
	cx_watch_start(&watch, &limits, &slot, guardian);
	cx_watch_forget(&watch, 0);
	CHECK(watch.user_us_before + watch.system_us_before > 0);
	CHECK(!cx_watch_look(&watch, &hit));
	close(go.write_fd);
	CHECK(read(ready.read_fd, &byte, 1) == 1 && byte == 'e');
	CHECK(!cx_watch_look(&watch, &hit));
	CHECK_EQ_INT(hit.limit, CX_LIMIT_NONE);
	kill(guardian, SIGKILL);
	waitpid(guardian, NULL, 0);
}

int main(void)
{
	RUN(what_was_used_while_waiting_never_counts);
	return check_done();
}
