/* The layers as a table: name, probe, what would help. The order is that in which a child applies them (spawn.c). */
#ifndef CX_SANDBOX_LAYERS_H
#define CX_SANDBOX_LAYERS_H

#include <stdint.h>
#include <sys/types.h>

#include "codex/caps.h"
#include "sandbox/state.h"

struct cx_probe_plan {
	uint32_t disabled; /* by the operator: bits 1 << enum cx_layer */
	uid_t first_uid;   /* of the slots; 0: guests have our own */
	const struct cx_state *state;
	unsigned slots;
};

struct cx_layer_row {
	const char *name; /* in results, in doctor, in CODEX_DISABLE */
	struct cx_layer_status (*probe)(const struct cx_probe_plan *plan);
	const char *help; /* what would turn it on, in a sentence about a missing floor */
};

extern const struct cx_layer_row cx_layers[CX_LAYER_COUNT];

/* Try each layer that is not disabled, in forked children. */
void cx_caps_probe(const struct cx_probe_plan *plan, struct cx_caps *ret_caps);

/* -1 for a name that is no layer's. */
int cx_layer_by_name(const char *name);

#endif
