/* A result for people. */
#ifndef CODEX_CLI_VERDICT_H
#define CODEX_CLI_VERDICT_H

#include <stdbool.h>

#include "codex/result.h"

/* The program's stdout to stdout, its stderr to stderr, then one line that says how it ended. */
int verdict_print(const struct cx_result *res, bool quiet, struct cx_error *err);

/* A table on stderr: milliseconds of each step. */
void verdict_print_timings(const struct cx_timings *timings);

#endif
