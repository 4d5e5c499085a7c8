/*
 * What a run holds where neither its directory nor the size of its processes shows it: files whose name is gone, but
 * that are open or mapped; and the queues of sockets and pipes, which nobody counts where there is no cgroup.
 */
#ifndef CX_SUPERVISE_HIDDEN_H
#define CX_SUPERVISE_HIDDEN_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/types.h>

#include "sandbox/slots.h"

struct cx_hidden {
	uint64_t file_bytes; /* on the file system of the slot, each file once */
	uint64_t
		queue_bytes; /* what the queues could hold; 0 while there are as few as in an honest program */
};

/* Look at the descriptors of these processes. Never waits for a guest. */
void cx_hidden_look(const struct cx_slot *slot, const pid_t *pids, size_t len, struct cx_hidden *ret);

/* Add the deleted files that they have mapped, as long as the mapping is. Waits for locks that a guest may hold. */
void cx_hidden_look_at_maps(const struct cx_slot *slot, const pid_t *pids, size_t len,
			    struct cx_hidden *hidden);

#endif
