/* A request out of files, for people. */
#ifndef CODEX_CLI_RUN_REQUEST_H
#define CODEX_CLI_RUN_REQUEST_H

#include "codex/language.h"
#include "codex/request.h"
#include "run_options.h"

/**
 * Everything but the program's input, from the command line.
 * @ret  always initialised: release with cx_request_done()
 */
int run_request_build(const struct run_options *options, const struct cx_languages *languages,
		      const struct cx_limit_bounds *bounds, struct cx_request *ret, struct cx_error *err);

#endif
