#include <stdlib.h>

#include "base/config.h"
#include "base/proc.h"
#include "codex/context.h"
#include "context_internal.h"

struct cx_ahead {
	struct cx_guardian guardian;
};

static bool start(struct cx_guardian *ret)
{
	struct cx_config config;
	struct cx_error ignored; /* whoever opens a context is told */
	if (cx_config_read(&config, &ignored) < 0 || config.disabled_layers & (1u << CX_LAYER_NAMESPACES) ||
	    cx_guardian_start_ahead(ret, &ignored) < 0)
		return false;
	/* What is process 1 elsewhere may be anything, and reap nobody. */
	ret->orphan = cx_proc_has_real_init();
	return true;
}

struct cx_ahead *cx_ahead_start(void)
{
	struct cx_ahead *ahead = malloc(sizeof(*ahead));
	if (ahead && start(&ahead->guardian))
		return ahead;
	free(ahead);
	return NULL;
}

void cx_ahead_stop(struct cx_ahead *ahead)
{
	if (ahead)
		cx_guardian_release(&ahead->guardian);
	free(ahead);
}

void cx_context_take_ahead(struct cx_context *ctx, struct cx_ahead *ahead)
{
	if (ahead)
		ctx->host.ahead = ahead->guardian;
	free(ahead);
}
