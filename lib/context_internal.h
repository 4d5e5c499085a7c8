/* The insides of a context, for the files beside this one. */
#ifndef CX_CONTEXT_INTERNAL_H
#define CX_CONTEXT_INTERNAL_H

#include "codex/context.h"
#include "language/language.h"
#include "codex/request.h"
#include "sandbox/host.h"
#include "stage/warm.h"

struct cx_context {
	struct cx_limit_bounds bounds;
	struct cx_languages *languages;
	struct cx_host host;
	struct cx_caps caps;
	bool probed;
	char *service; /* NULL: the command */
	enum cx_modules modules;
	bool warm_wanted; /* CODEX_WARM */
	uint64_t warm_memory_bytes;
	struct cx_warm warm; /* off until cx_context_begin_rest() */
};

/* The language by the name that the request gives, and able to run here; CX_EINPUT or CX_EUNAVAILABLE. */
int cx_context_choose_language(const struct cx_context *ctx, const struct cx_request *req,
			       const struct cx_language **ret, struct cx_error *err);

#endif
