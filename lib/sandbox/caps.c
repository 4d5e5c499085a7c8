#include "codex/caps.h"

#include <stdio.h>

#include "sandbox/layers.h"

/* The first ABI of Landlock that keeps signals within the run. */
enum { SIGNAL_SCOPE_ABI = 6 };

const char *cx_layer_state_name(enum cx_layer_state state)
{
	static const char *const names[] = {
		[CX_LAYER_ON] = "on",
		[CX_LAYER_UNSUPPORTED] = "unsupported",
		[CX_LAYER_DENIED] = "denied",
		[CX_LAYER_DISABLED] = "disabled",
	};
	return names[state];
}

const char *cx_floor_name(enum cx_floor floor)
{
	static const char *const names[] = {
		[CX_FLOOR_STRICT] = "strict",
		[CX_FLOOR_DEFAULT] = "default",
		[CX_FLOOR_UID] = "uid",
		[CX_FLOOR_NONE] = "none",
	};
	return names[floor];
}

static const uint32_t required[] = {
	[CX_FLOOR_STRICT] = (1U << CX_LAYER_COUNT) - 1,
	[CX_FLOOR_DEFAULT] =
		1U << CX_LAYER_NO_NEW_PRIVS | 1U << CX_LAYER_SECCOMP, /* and what check_default() says */
	[CX_FLOOR_UID] = 1U << CX_LAYER_UID | 1U << CX_LAYER_NO_NEW_PRIVS | 1U << CX_LAYER_SECCOMP,
	[CX_FLOOR_NONE] = 0,
};

static int fail_layer(enum cx_floor floor, enum cx_layer layer, const struct cx_layer_status *status,
		      struct cx_error *err)
{
	if (status->state == CX_LAYER_DISABLED)
		return cx_fail(err, CX_EUNAVAILABLE,
			       "the floor of isolation (%s) needs %s, which CODEX_DISABLE turns off: "
			       "take it out of there, or choose another CODEX_FLOOR",
			       cx_floor_name(floor), cx_layer_name(layer));
	/* The default floor can be lowered with open eyes; for the others there is no half way. */
	bool way_out = layer == CX_LAYER_LANDLOCK && floor == CX_FLOOR_DEFAULT;
	return cx_fail(err, CX_EUNAVAILABLE, "the floor of isolation (%s) needs %s, which is %s (%s): %s%s",
		       cx_floor_name(floor), cx_layer_name(layer), cx_layer_state_name(status->state),
		       status->why, cx_layers[layer].help,
		       way_out ? "; as root, CODEX_FLOOR=uid does without" : "");
}

static bool is_on(const struct cx_caps *caps, enum cx_layer layer)
{
	return caps->layer[layer].state == CX_LAYER_ON;
}

/* Files are hidden by a view of its own or by Landlock; signals are kept in by either, or by the uid. */
static int check_default(const struct cx_caps *caps, struct cx_error *err)
{
	const struct cx_layer_status *landlock = &caps->layer[CX_LAYER_LANDLOCK];
	if (is_on(caps, CX_LAYER_NAMESPACES))
		return 0;
	if (landlock->state != CX_LAYER_ON)
		return fail_layer(CX_FLOOR_DEFAULT, CX_LAYER_LANDLOCK, landlock, err);
	if (is_on(caps, CX_LAYER_UID) || landlock->version >= SIGNAL_SCOPE_ABI)
		return 0;
	return cx_fail(err, CX_EUNAVAILABLE,
		       "the floor of isolation (default) needs signals to stay within a run: "
		       "the uid layer is %s and Landlock has ABI %d: %s, or use Linux 6.12 or newer (ABI %d)",
		       cx_layer_state_name(caps->layer[CX_LAYER_UID].state), landlock->version,
		       cx_layers[CX_LAYER_UID].help, SIGNAL_SCOPE_ABI);
}

int cx_floor_check(enum cx_floor floor, const struct cx_caps *caps, struct cx_error *err)
{
	for (int i = 0; i < CX_LAYER_COUNT; i++)
		if (required[floor] & (1U << i) && caps->layer[i].state != CX_LAYER_ON)
			return fail_layer(floor, (enum cx_layer)i, &caps->layer[i], err);
	return floor == CX_FLOOR_DEFAULT ? check_default(caps, err) : 0;
}
