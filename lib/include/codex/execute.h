#ifndef CODEX_EXECUTE_H
#define CODEX_EXECUTE_H

#include "codex/context.h"
#include "codex/request.h"
#include "codex/result.h"

#pragma GCC visibility push(default)

/**
 * Run one request: compile if the language needs it, execute in the sandbox.
 * @ctx     see codex/context.h
 * @req     borrowed for the call
 * @ret     on success owned by the caller: release with cx_result_done()
 * @return  0 if there is a result, also when the guest crashed or hit a limit;
 *          -1 if the request is wrong (CX_EINPUT: unknown language or option) or codex-run
 *          itself failed (CX_EBUSY, CX_EUNAVAILABLE, CX_ESANDBOX, CX_EINTERNAL), or the
 *          caller cancelled (CX_ECANCELLED)
 * When it returns, every process that the request started is dead and its directory is empty.
 * Blocks for at most the wait for a slot plus the compile limit plus the run limits; returns
 * early when req->cancel_fd becomes readable or is hung up.
 */
int cx_execute(struct cx_context *ctx, const struct cx_request *req, struct cx_result *ret,
	       struct cx_error *err);

#pragma GCC visibility pop

#endif
