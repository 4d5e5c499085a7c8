#include "streams.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/signalfd.h>
#include <sys/stat.h>
#include <unistd.h>

void streams_protect(void)
{
	int fd;
	do {
		fd = open("/dev/null", O_RDONLY);
	} while (fd >= 0 && fd <= STDERR_FILENO);
	if (fd > STDERR_FILENO)
		close(fd);
	signal(SIGPIPE, SIG_IGN);
}

/* A signal that our parent told us to ignore (nohup, a shell's `&`) stays ignored. */
static bool is_ignored(int signal_number)
{
	struct sigaction action;
	return sigaction(signal_number, NULL, &action) == 0 && action.sa_handler == SIG_IGN;
}

int signals_open(void)
{
	static const int numbers[] = { SIGINT, SIGTERM, SIGHUP };
	sigset_t set;
	sigemptyset(&set);
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		if (!is_ignored(numbers[i]))
			sigaddset(&set, numbers[i]);
	int fd = signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
	if (fd >= 0)
		sigprocmask(SIG_BLOCK, &set, NULL);
	return fd;
}

int signals_read(int signal_fd)
{
	struct signalfd_siginfo info;
	return read(signal_fd, &info, sizeof(info)) == (ssize_t)sizeof(info) ? (int)info.ssi_signo : 0;
}

void signals_raise_number(int signal_number)
{
	sigset_t set;
	if (!signal_number)
		return;
	sigemptyset(&set);
	sigaddset(&set, signal_number);
	signal(signal_number, SIG_DFL);
	raise(signal_number); /* blocked, so it waits for the next line */
	sigprocmask(SIG_UNBLOCK, &set, NULL);
}

void signals_raise(int signal_fd)
{
	signals_raise_number(signals_read(signal_fd));
}

static int wait_readable(int fd, int cancel_fd, const char *what, struct cx_error *err)
{
	struct pollfd ready[] = { { .fd = fd, .events = POLLIN }, { .fd = cancel_fd, .events = POLLIN } };
	while (poll(ready, 2, -1) < 0)
		if (errno != EINTR)
			return cx_fail_errno(err, CX_EINTERNAL, "wait for %s", what);
	if (ready[1].revents)
		return cx_fail(err, CX_ECANCELLED, "interrupted");
	return 0;
}

int read_all(int fd, size_t max, int cancel_fd, const char *what, struct cx_bytes *ret, struct cx_error *err)
{
	char *data = NULL;
	size_t len = 0;
	size_t cap = 0;
	for (;;) {
		if (len + 1 >= cap) {
			cap = cap ? 2 * cap : 64 * 1024;
			char *grown = realloc(data, cap);
			if (!grown) {
				cx_fail_oom(err);
				break;
			}
			data = grown;
		}
		if (wait_readable(fd, cancel_fd, what, err) < 0)
			break;
		ssize_t got = read(fd, data + len, cap - len - 1);
		if (got < 0 && (errno == EINTR || errno == EAGAIN))
			continue;
		if (got < 0) {
			cx_fail_errno(err, CX_EINPUT, "read %s", what);
			break;
		}
		len += (size_t)got;
		if (len > max) {
			cx_fail(err, CX_ETOOLARGE, "%s is larger than the maximum of %zu bytes", what, max);
			break;
		}
		if (got == 0) {
			data[len] = '\0';
			*ret = (struct cx_bytes){ .data = data, .len = len };
			return 0;
		}
	}
	free(data);
	return -1;
}

int read_file(const char *path, size_t max, struct cx_bytes *ret, struct cx_error *err)
{
	struct stat st;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK); /* a FIFO must not hold us */
	if (fd < 0)
		return cx_fail_errno(err, CX_EINPUT, "%s", path);
	int result;
	if (fstat(fd, &st) < 0)
		result = cx_fail_errno(err, CX_EINPUT, "%s", path);
	else if (!S_ISREG(st.st_mode))
		result = cx_fail(err, CX_EINPUT, "%s is not a regular file", path);
	else
		result = read_all(fd, max, -1, path, ret, err);
	close(fd);
	return result;
}

int write_all(int fd, const void *data, size_t len, struct cx_error *err)
{
	const char *next = data;
	while (len > 0) {
		ssize_t put = write(fd, next, len);
		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0 && errno == EAGAIN) { /* somebody made the terminal non-blocking */
			struct pollfd ready = { .fd = fd, .events = POLLOUT };
			poll(&ready, 1, -1);
			continue;
		}
		if (put < 0)
			return cx_fail_errno(err, CX_EINTERNAL, "write the answer to %s",
					     fd == STDERR_FILENO ? "stderr" : "stdout");
		next += put;
		len -= (size_t)put;
	}
	return 0;
}

void complain(const char *fmt, ...)
{
	va_list args;
	va_start(args, fmt);
	fputs("codex-run: ", stderr);
	vfprintf(stderr, fmt, args);
	fputc('\n', stderr);
	va_end(args);
}
