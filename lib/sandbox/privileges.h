/* From root to a uid that owns nothing, and from any user to one without capabilities. */
#ifndef CX_SANDBOX_PRIVILEGES_H
#define CX_SANDBOX_PRIVILEGES_H

#include <stdbool.h>
#include <sys/types.h>

#include "codex/caps.h"

/*
 * In the child: no groups but `gid`, the identity `uid` for good, and no capabilities.
 * @return NULL, or a literal that says which step failed, with errno. Async-signal-safe, and safe in memory
 *         shared with the parent: raw system calls, of which the C library does not know.
 */
const char *cx_privileges_drop(uid_t uid, gid_t gid);

/* In a child that keeps its uid: no capabilities. The same promises. */
const char *cx_privileges_drop_capabilities(void);

/* Root, with the capabilities that slots of their own uid cost us. A look, no trial. */
bool cx_privileges_held(void);

/* Become `first_uid`, the uid of the first slot, in a forked child. */
struct cx_layer_status cx_privileges_probe(uid_t first_uid);

#endif
