/* A look that may take long, as a guest can hold what it waits for: done by a child that is given up after a while. */
#ifndef CX_SUPERVISE_PATIENCE_H
#define CX_SUPERVISE_PATIENCE_H

#include <stdbool.h>
#include <stdint.h>

/* Call `look` in a forked child. False when it has no answer within a quarter of a second, or could not be forked. */
bool cx_patience_look(uint64_t (*look)(const void *argument), const void *argument, uint64_t *ret);

#endif
