/* "did you mean …?" */
#ifndef CODEX_CLI_SUGGEST_H
#define CODEX_CLI_SUGGEST_H

#include <stddef.h>

/*
 * The name nearest to `word`, or NULL when none is near. @rows is a table whose rows of `row_size`
 * bytes begin with a `const char *name`; a NULL name ends it.
 */
const char *suggest_name(const char *word, const void *rows, size_t row_size);

#endif
