/* What was meant by a word that is wrong. */
#ifndef CX_BASE_NEAREST_H
#define CX_BASE_NEAREST_H

#include <stddef.h>

enum { CX_NEAREST_MAX = 48 };

/*
 * How many letters differ, whatever their case: inserted, left out, changed or two neighbours swapped.
 * Neither word may be longer than CX_NEAREST_MAX.
 */
size_t cx_nearest_distance(const char *a, size_t a_len, const char *b, size_t b_len);

#endif
