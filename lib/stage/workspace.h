/* The files of a request, written into a slot and read back from it, without following a name of the guest's. */
#ifndef CX_STAGE_WORKSPACE_H
#define CX_STAGE_WORKSPACE_H

#include "base/buffer.h"
#include "codex/request.h"
#include "codex/result.h"
#include "sandbox/slots.h"

/*
 * Write one file below a directory of the slot, making the folders of its name. The directory must still
 * be untouched by a guest.
 */
int cx_workspace_write(const struct cx_slot *slot, enum cx_slot_dir dir, const char *name,
		       const struct cx_bytes *content, struct cx_error *err);

/*
 * Let the guest execute what its compiler has left in the build directory. Where the guest has our own uid,
 * chmod is refused to it (Landlock does not cover it), and with it the linker's last step. No guest may be running.
 */
int cx_workspace_make_executable(const struct cx_slot *slot, struct cx_error *err);

/*
 * Read the files that a request collects: regular files of the work directory, whatever links the guest has
 * laid. What is not there, no regular file or too large becomes a notice. CX_EINTERNAL when memory is out.
 */
int cx_workspace_collect(const struct cx_slot *slot, const struct cx_strings *names, struct cx_result *ret,
			 struct cx_error *err);

/* Make an empty folder that is the guest's. The directory must still be untouched by a guest. */
int cx_workspace_make_folder(const struct cx_slot *slot, enum cx_slot_dir dir, const char *name,
			     struct cx_error *err);

/* Read a regular file that a guest may have written, at most `max` bytes of it: false when it cannot be. */
bool cx_workspace_read(const struct cx_slot *slot, enum cx_slot_dir dir, const char *name, size_t max,
		       struct cx_buffer *into);

#endif
