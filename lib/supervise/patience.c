#include "supervise/patience.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/fd.h"

enum { PATIENCE_MS = 250 };

static _Noreturn void look_and_tell(uint64_t (*look)(const void *), const void *argument, int write_fd)
{
	/* It holds copies of our descriptors: it must not outlive us, or the guardian would not hear of our end. */
	prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0);
	uint64_t seen = look(argument);
	_exit(cx_write_all(write_fd, &seen, sizeof(seen)) < 0);
}

bool cx_patience_look(uint64_t (*look)(const void *argument), const void *argument, uint64_t *ret)
{
	cleanup_pipe struct cx_pipe pipe = CX_PIPE_CLOSED;
	if (cx_pipe_open(&pipe) < 0)
		return false;
	pid_t pid = fork();
	if (pid < 0)
		return false;
	if (pid == 0)
		look_and_tell(look, argument, pipe.write_fd);
	struct pollfd answer = { .fd = pipe.read_fd, .events = POLLIN };
	bool told = poll(&answer, 1, PATIENCE_MS) > 0 && answer.revents & POLLIN &&
		    read(pipe.read_fd, ret, sizeof(*ret)) == sizeof(*ret);
	kill(pid, SIGKILL); /* the locks that it may be waiting for can be left by a signal that kills */
	while (waitpid(pid, NULL, 0) < 0 && errno == EINTR)
		;
	return told;
}
