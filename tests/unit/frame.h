/* Requests for the tests of the frame, without a transport. */
#ifndef CX_TESTS_FRAME_H
#define CX_TESTS_FRAME_H

#include <string.h>

#include "frame/site.h"

/* A body that comes in pieces of at most `step` bytes; then its end, or a broken connection. */
struct pieces {
	const char *data;
	size_t len;
	size_t step;
	bool breaks;
};

static inline ssize_t pieces_read(void *handle, char *buf, size_t size)
{
	struct pieces *pieces = handle;
	size_t n = pieces->step < size ? pieces->step : size;
	if (n > pieces->len)
		n = pieces->len;
	if (n == 0 && pieces->breaks)
		return -1;
	memcpy(buf, pieces->data, n);
	pieces->data += n;
	pieces->len -= n;
	return (ssize_t)n;
}

#endif
