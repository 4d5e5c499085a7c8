/* The insides of a context, for the files beside this one. */
#ifndef CX_CONTEXT_INTERNAL_H
#define CX_CONTEXT_INTERNAL_H

#include "codex/context.h"
#include "language/language.h"
#include "codex/request.h"
#include "sandbox/host.h"

struct cx_context {
	struct cx_limit_bounds bounds;
	struct cx_languages *languages;
	struct cx_host host;
	struct cx_caps caps;
	bool probed;
	char *service; /* NULL: the command */
	enum cx_modules modules;
};

/* The language by the name that the request gives, and able to run here; CX_EINPUT or CX_EUNAVAILABLE. */
int cx_context_choose_language(const struct cx_context *ctx, const struct cx_request *req,
			       const struct cx_language **ret, struct cx_error *err);

#endif
