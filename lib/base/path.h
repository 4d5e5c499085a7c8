/* Names of files that a request chooses. */
#ifndef CX_BASE_PATH_H
#define CX_BASE_PATH_H

#include <stddef.h>

/*
 * Check a name that will be created or read below a run's directory: relative, "/" between its parts, already in
 * its shortest form, at most CX_MAX_NAME bytes. NULL when it is good, else the rule that it breaks ("must not …").
 */
const char *cx_path_check_name(const char *name, size_t len);

#endif
