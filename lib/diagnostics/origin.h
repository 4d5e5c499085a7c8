/* Where in the program something was asked for that failed elsewhere: a template in a header of the toolchain. */
#ifndef CX_DIAGNOSTICS_ORIGIN_H
#define CX_DIAGNOSTICS_ORIGIN_H

#include "diagnostics/diagnostics.h"

/* True when an error has no place in the program, and the language's data knows how to ask for one. */
bool cx_origin_is_wanted(const struct cx_language *lang, const struct cx_validation *val);

/* Give such errors the places that the tool tells, by the language's pattern. CX_EINTERNAL when memory is out. */
int cx_origin_read(const struct cx_reading *how, const struct cx_bytes *said, struct cx_validation *val,
		   struct cx_error *err);

#endif
