/* The files of a request as tools name them, and texts of tools without our directories. */
#ifndef CX_DIAGNOSTICS_SOURCE_H
#define CX_DIAGNOSTICS_SOURCE_H

#include "base/buffer.h"
#include "diagnostics/diagnostics.h"

/* The file that a tool means by this name; NULL: none of the request's. */
const struct cx_file *cx_source_find(const struct cx_reading *how, const char *name);

/* Its name in the request; the main source has the one that its language gives. */
const char *cx_source_name(const struct cx_reading *how, const struct cx_file *file);

/* True when an answer has to say which file it means. */
bool cx_source_is_named(const struct cx_reading *how);

/* Append valid UTF-8 on one line: our directories left out, white space and control characters as one space. */
int cx_source_clean(const struct cx_reading *how, const char *text, size_t len, struct cx_buffer *into);

#endif
