/*
 * The log of a whole service: what a program of ours, nginx and the scripts around them say on one pipe, as lines of
 * JSON with a level and a message, and no more of them than where they go to takes.
 */
#ifndef FRAME_RELAY_H
#define FRAME_RELAY_H

#include <stddef.h>
#include <stdint.h>

/* From descriptor 0 to standard error until the end of the file. At most `per_second` lines in any second; 0: all. */
int relay_run(uint64_t per_second);

#endif
