#include "sandbox/seccomp.h"

#include <errno.h>
#include <linux/seccomp.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

int cx_filter_load(const struct cx_filter *filter)
{
	struct sock_fprog program = { .len = filter->len, .filter = (struct sock_filter *)filter->insns };
	if (syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, 0, &program) == 0)
		return 0;
	if (errno != ENOSYS)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program, 0, 0);
}

int cx_filter_listen(const struct cx_filter *filter)
{
	struct sock_fprog program = { .len = filter->listening_len,
				      .filter = (struct sock_filter *)filter->listening };
	return (int)syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
}

/* Run `attempt` in a child of its own: its return value, or 255 when the child was killed. */
static int in_child(int (*attempt)(const struct cx_filter *), const struct cx_filter *filter)
{
	pid_t pid = fork();
	if (pid < 0)
		return errno;
	if (pid == 0)
		_exit(attempt(filter));
	int status;
	while (waitpid(pid, &status, 0) < 0)
		if (errno != EINTR)
			return errno;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 255;
}

static int set_no_new_privs(const struct cx_filter *unused)
{
	(void)unused;
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		return errno;
	return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? 0 : 255;
}

/* unshare(0) does nothing and is granted to everybody, so that only our filter refuses it. */
static int be_refused(const struct cx_filter *filter)
{
	int error = set_no_new_privs(NULL);
	if (error)
		return error;
	if (cx_filter_load(filter) < 0)
		return errno;
	return syscall(SYS_unshare, 0) < 0 && errno == EPERM ? 0 : 255;
}

struct cx_layer_status cx_seccomp_probe(void)
{
	struct cx_layer_status status = { .state = CX_LAYER_DENIED };
	const struct cx_filter *filter = &cx_filters[0];
	int error = in_child(be_refused, filter);
	if (!error) {
		status.state = CX_LAYER_ON;
		snprintf(status.why, sizeof(status.why),
			 "an allow-list of system calls, %u instructions; no network, no io_uring, no ptrace",
			 (unsigned)filter->len);
	} else if (error == EINVAL || error == ENOSYS) {
		status.state = CX_LAYER_UNSUPPORTED;
		snprintf(status.why, sizeof(status.why), "this kernel has no CONFIG_SECCOMP_FILTER");
	} else if (error == 255) {
		snprintf(status.why, sizeof(status.why),
			 "a filter was loaded, but a forbidden call went through");
	} else {
		snprintf(status.why, sizeof(status.why), "the host refuses filters: %s", strerror(error));
	}
	return status;
}

struct cx_layer_status cx_no_new_privs_probe(void)
{
	struct cx_layer_status status = { .state = CX_LAYER_ON };
	int error = in_child(set_no_new_privs, NULL);
	if (!error) {
		snprintf(status.why, sizeof(status.why),
			 "set-uid programs and file capabilities gain nothing");
	} else {
		status.state = error == EINVAL ? CX_LAYER_UNSUPPORTED : CX_LAYER_DENIED;
		snprintf(status.why, sizeof(status.why), "prctl(PR_SET_NO_NEW_PRIVS): %s; needs Linux 3.5",
			 strerror(error));
	}
	return status;
}
