#include "base/fd.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <sys/resource.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/syscalls.h"

static int move_above_stdio(int *fd)
{
	if (*fd > STDERR_FILENO)
		return 0;
	int moved = fcntl(*fd, F_DUPFD_CLOEXEC, STDERR_FILENO + 1);
	if (moved < 0)
		return -1;
	close(*fd);
	*fd = moved;
	return 0;
}

int cx_pipe_open(struct cx_pipe *ret)
{
	int ends[2];
	if (pipe2(ends, O_CLOEXEC) < 0)
		return -1;
	struct cx_pipe pipe = { ends[0], ends[1] };
	if (move_above_stdio(&pipe.read_fd) < 0 || move_above_stdio(&pipe.write_fd) < 0) {
		cx_pipe_close(&pipe);
		return -1;
	}
	*ret = pipe;
	return 0;
}

void cx_pipe_close(struct cx_pipe *pipe)
{
	cx_close(&pipe->read_fd);
	cx_close(&pipe->write_fd);
}

int cx_fd_nonblocking(int fd)
{
	int flags = fcntl(fd, F_GETFL);
	return flags < 0 ? -1 : fcntl(fd, F_SETFL, flags | O_NONBLOCK);
}

int cx_close_from(int first)
{
	if (syscall(SYS_close_range, (unsigned)first, UINT_MAX, 0) == 0)
		return 0;
	if (errno != ENOSYS)
		return -1;
	/* Before Linux 5.9. Descriptors above the limit may exist, if it was lowered: the hard one is looked at. */
	struct rlimit files;
	if (getrlimit(RLIMIT_NOFILE, &files) < 0)
		return -1;
	for (int fd = first; (rlim_t)fd < files.rlim_max && fd < INT_MAX; fd++)
		close(fd);
	return 0;
}

int cx_write_all(int fd, const void *data, size_t len)
{
	const char *at = data;
	while (len) {
		ssize_t n = write(fd, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		at += n;
		len -= (size_t)n;
	}
	return 0;
}

int cx_read_all(int fd, size_t max, struct cx_buffer *into)
{
	size_t start = into->len;
	for (;;) {
		if (cx_buffer_reserve(into, 16 * 1024) < 0) {
			errno = ENOMEM;
			return -1;
		}
		ssize_t n = read(fd, into->data + into->len, into->cap - into->len - 1);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		into->len += (size_t)n;
		into->data[into->len] = '\0';
		if (into->len - start > max) {
			into->len = start + max;
			into->data[into->len] = '\0';
			errno = EFBIG;
			return -1;
		}
		if (n == 0)
			return 0;
	}
}

ssize_t cx_read_text(int dir_fd, const char *path, char *buf, size_t size)
{
	cleanup_fd int fd = openat(dir_fd, path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW);
	if (fd < 0)
		return -1;
	size_t len = 0;
	while (len < size - 1) {
		ssize_t n = read(fd, buf + len, size - 1 - len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n < 0)
			return -1;
		if (n == 0)
			break;
		len += (size_t)n;
	}
	buf[len] = '\0';
	return (ssize_t)len;
}

bool cx_read_at(int fd, void *into, size_t len, uint64_t offset)
{
	for (char *at = into; len;) {
		ssize_t n = pread(fd, at, len, (off_t)offset);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
		offset += (uint64_t)n;
	}
	return true;
}

int cx_copy_range(int from_fd, uint64_t offset, int to_fd, uint64_t size)
{
	char chunk[16 * 1024];
	off_t at = (off_t)offset;
	while (size) {
		ssize_t n = copy_file_range(from_fd, &at, to_fd, NULL, size, 0);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			break;
		size -= (uint64_t)n;
	}
	while (size) {
		size_t part = size < sizeof(chunk) ? (size_t)size : sizeof(chunk);
		if (!cx_read_at(from_fd, chunk, part, (uint64_t)at) || cx_write_all(to_fd, chunk, part) < 0)
			return -1;
		at += (off_t)part;
		size -= part;
	}
	return 0;
}
