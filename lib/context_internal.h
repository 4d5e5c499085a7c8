/* The insides of a context, for the files beside this one. */
#ifndef CX_CONTEXT_INTERNAL_H
#define CX_CONTEXT_INTERNAL_H

#include "codex/context.h"
#include "language/language.h"
#include "sandbox/host.h"

struct cx_context {
	struct cx_limit_bounds bounds;
	struct cx_languages *languages;
	struct cx_host host;
	struct cx_caps caps;
	bool probed;
	char *service; /* NULL: the command */
};

#endif
