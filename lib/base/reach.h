/* Whether other users can get to a path: a slot's uid owns nothing outside of its slot. */
#ifndef CX_BASE_REACH_H
#define CX_BASE_REACH_H

#include <stdbool.h>
#include <stddef.h>

/* True when every directory above an absolute path lets others pass; else *closed is the first that does not. */
bool cx_reach_by_others(const char *path, char *closed, size_t size);

#endif
