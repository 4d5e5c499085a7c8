/* Ranges of versions as npm writes them: "*", "3.x", "^3.10", "~1.2.3", ">=10 <13", "1.2 - 1.4", "17 || 21". */
#ifndef CX_BASE_SEMVER_H
#define CX_BASE_SEMVER_H

#include <stdbool.h>

/*
 * True when `version` lies in `range`, or when both are the same text. A toolchain's version may have fewer than
 * three numbers (the others are 0) or more (they do not count); a range that is none matches nothing.
 */
bool cx_semver_match(const char *range, const char *version);

#endif
