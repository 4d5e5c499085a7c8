/*
 * What a compiler left in its build directory, taken out of the sandbox and put into another one. It is one file
 * without a name, so that nothing is left of it when we die:
 *
 *   "cxbuild1"   { type, length of name, size, name, content } …   SHA-256 of all before
 *
 * Taken through descriptors when every process of the slot is dead; regular files and directories only. What is put
 * back is a copy that belongs to us: a guest can neither change it nor reach what it was copied from.
 */
#ifndef CX_STAGE_ARTIFACT_H
#define CX_STAGE_ARTIFACT_H

#include "codex/bytes.h"
#include "codex/error.h"
#include "sandbox/slots.h"
#include "sandbox/state.h"

struct cx_artifact {
	int fd; /* -1: nothing was built */
	uint64_t bytes;
	bool whole; /* false: something was left out (a symlink, a FIFO …) */
};

#define CX_ARTIFACT_NONE \
	{                \
		.fd = -1 \
	}

/* @said  the compiler's output, kept with it */
int cx_artifact_take(const struct cx_state *state, const struct cx_slot *slot, const struct cx_bytes *said,
		     struct cx_artifact *ret, struct cx_error *err);

/* Fill the slot's build directory, which the guest may then only read. No process of the slot may live. */
int cx_artifact_restore(const struct cx_artifact *artifact, const struct cx_slot *slot, struct cx_error *err);

/* True when the file is what was once taken, to the last byte. */
bool cx_artifact_check(const struct cx_artifact *artifact);

/* A file without a name, to write one into. -1 with errno. */
int cx_artifact_open_file(const struct cx_state *state);

/* The same of one that somebody else has made: every entry is whole, and lies below the directory. */
bool cx_artifact_is_sound(const struct cx_artifact *artifact);

/* What the compiler had said. */
int cx_artifact_read_said(const struct cx_artifact *artifact, struct cx_bytes *ret, struct cx_error *err);

void cx_artifact_done(struct cx_artifact *artifact);

#endif
