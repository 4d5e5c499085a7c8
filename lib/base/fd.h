/* Descriptors: pipes, whole writes, small files. Everything is opened close-on-exec. */
#ifndef CX_BASE_FD_H
#define CX_BASE_FD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

#include "base/buffer.h"

struct cx_pipe {
	int read_fd;
	int write_fd;
};

#define CX_PIPE_CLOSED \
	{              \
		-1, -1 \
	}

/*
 * A pipe whose two ends are above 2, so that handing one to a child as its standard stream never overwrites
 * another. 0, or -1 with errno.
 */
int cx_pipe_open(struct cx_pipe *ret);
void cx_pipe_close(struct cx_pipe *pipe);
#define cleanup_pipe __attribute__((cleanup(cx_pipe_close)))

/* 0, or -1 with errno. */
int cx_fd_nonblocking(int fd);

/* Close every descriptor from `first` on. Async-signal-safe. 0, or -1 with errno. */
int cx_close_from(int first);

/* Write all of it to a blocking descriptor. 0, or -1 with errno. */
int cx_write_all(int fd, const void *data, size_t len);

/* Exactly so many bytes from an offset on; false at the end of the file. */
bool cx_read_at(int fd, void *into, size_t len, uint64_t offset);

/*
 * Copy a part of a file to where the other descriptor stands: inside the kernel where it can, which on some file systems
 * copies nothing at all. 0, or -1.
 */
int cx_copy_range(int from_fd, uint64_t offset, int to_fd, uint64_t size);

/*
 * Append what a file holds, at most `max` bytes, from where the descriptor stands. 0, or -1 with errno;
 * EFBIG when there is more, ENOMEM.
 */
int cx_read_all(int fd, size_t max, struct cx_buffer *into);

/* A small text file by path, for /proc and the state directory: read into `buf`, NUL behind it. Its length, or -1. */
ssize_t cx_read_text(int dir_fd, const char *path, char *buf, size_t size);

#endif
