/* One output stream of a guest, kept up to its limit. */
#ifndef CX_SUPERVISE_CAPTURE_H
#define CX_SUPERVISE_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/buffer.h"

struct cx_capture {
	int fd; /* non-blocking; -1 once it has ended */
	uint64_t limit;
	bool truncated; /* more came than the limit allows; what fitted is kept */
	struct cx_buffer kept;
	struct cx_buffer
		*arrival; /* what is kept is also added here, in order of arrival; NULL: not wanted */
};

/*
 * Read what is there, up to one buffer's worth. 1: there may be more at once, 0: nothing now, or ended (fd is -1
 * then); -1 when memory is out. A stream over its limit is ended, so that the writer cannot hold us up.
 */
int cx_capture_read(struct cx_capture *capture);

void cx_capture_done(struct cx_capture *capture);

#endif
