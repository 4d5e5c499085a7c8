/*
 * Versions of toolchains, remembered in the state directory, so that a run never pays for `--version`.
 * An entry holds as long as each tool keeps its inode, size and time of change.
 */
#ifndef CX_VERSION_CACHE_H
#define CX_VERSION_CACHE_H

#include "language/language.h"
#include "sandbox/state.h"

/* The version, owned by the caller; NULL: not known, or of other tools. */
char *cx_version_cache_get(const struct cx_state *state, const struct cx_language *lang);

/* Remember it; a cache that cannot be written is no failure. */
void cx_version_cache_put(const struct cx_state *state, const struct cx_language *lang, const char *version);

#endif
