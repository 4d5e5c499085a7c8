/* What a guest may see of the file system, as Landlock rules. */
#ifndef CX_STAGE_VIEW_H
#define CX_STAGE_VIEW_H

#include <stdbool.h>

#include "codex/bytes.h"
#include "codex/error.h"
#include "sandbox/slots.h"

/*
 * The base view (toolchains and libraries, read only; harmless devices), the language's readable paths, and the slot.
 * @readable        paths or globs
 * @build_writable  the compiler fills the build directory; the program only reads and executes what is there
 */
int cx_view_build(int landlock_abi, const struct cx_slot *slot, const struct cx_strings *readable,
		  bool build_writable, int *ret_ruleset_fd, struct cx_error *err);

#endif
