#include "supervise/capture.h"

#include <errno.h>
#include <unistd.h>

#include "base/cleanup.h"

static int keep(struct cx_capture *capture, const char *data, size_t len)
{
	size_t room = (size_t)(capture->limit - capture->kept.len);
	if (len > room) {
		capture->truncated = true;
		len = room;
	}
	if (cx_buffer_append(&capture->kept, data, len) < 0)
		return -1;
	if (capture->arrival && cx_buffer_append(capture->arrival, data, len) < 0)
		return -1;
	return 0;
}

int cx_capture_read(struct cx_capture *capture)
{
	char data[64 * 1024]; /* as much as a pipe holds: pipe(7) */
	ssize_t n;
	if (capture->fd < 0)
		return 0;
	do
		n = read(capture->fd, data, sizeof(data));
	while (n < 0 && errno == EINTR);
	if (n < 0 && errno == EAGAIN)
		return 0;
	if (n > 0 && keep(capture, data, (size_t)n) < 0)
		return -1;
	if (n <= 0 || capture->truncated)
		cx_close(&capture->fd);
	return capture->fd >= 0;
}

void cx_capture_done(struct cx_capture *capture)
{
	cx_close(&capture->fd);
	cx_buffer_done(&capture->kept);
}
