#include "base/config.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "codex/context.h"

enum kind { TEXT, WHOLE, FLOOR, LAYERS, MODULES };

/* Every variable that this version knows, beside the limits (CODEX_DEFAULT_x, CODEX_MIN_x, CODEX_MAX_x: limits.c). */
static const struct variable {
	const char *name;
	enum kind kind;
	size_t offset;
	uint64_t min, max, unset; /* of WHOLE */
} variables[] = {
#define FIELD(name) offsetof(struct cx_config, name)
	{ "CODEX_STATE_DIR", TEXT, FIELD(state_dir), 0, 0, 0 },
	{ "CODEX_LANGUAGES", TEXT, FIELD(languages), 0, 0, 0 },
	{ "CODEX_SLOTS", WHOLE, FIELD(slots), 1, 256, 0 },
	{ "CODEX_CPUS", WHOLE, FIELD(cpus), 1, 1024, 0 },
	{ "CODEX_MEMORY_MB", WHOLE, FIELD(memory_mb), 64, 16 * 1024 * 1024, 0 },
	{ "CODEX_QUEUE_SECONDS", WHOLE, FIELD(queue_seconds), 0, 3600, 60 },
	{ "CODEX_CACHE_MB", WHOLE, FIELD(cache_mb), 0, 1024 * 1024, 256 },
	{ "CODEX_PRELUDE_MB", WHOLE, FIELD(prelude_mb), 0, 1024 * 1024, 384 },
	{ "CODEX_FLOOR", FLOOR, FIELD(floor), 0, 0, 0 },
	{ "CODEX_MODULES", MODULES, FIELD(modules), 0, 0, 0 },
	{ "CODEX_DISABLE", LAYERS, FIELD(disabled_layers), 0, 0, 0 },
#undef FIELD
};

static int read_whole(const struct variable *var, const char *text, uint64_t *ret, struct cx_error *err)
{
	double value;
	if (!text) {
		*ret = var->unset;
		return 0;
	}
	if (!cx_number_parse(text, &value) || value < (double)var->min || value > (double)var->max ||
	    value != (double)(uint64_t)value)
		return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": it must be a whole number from %llu to %llu",
			       var->name, text, (unsigned long long)var->min, (unsigned long long)var->max);
	*ret = (uint64_t)value;
	return 0;
}

static int read_floor(const struct variable *var, const char *text, enum cx_floor *ret, struct cx_error *err)
{
	static const enum cx_floor floors[] = { CX_FLOOR_STRICT, CX_FLOOR_DEFAULT, CX_FLOOR_UID,
						CX_FLOOR_NONE };
	*ret = CX_FLOOR_DEFAULT;
	if (!text)
		return 0;
	for (size_t i = 0; i < sizeof(floors) / sizeof(floors[0]); i++)
		if (!strcmp(text, cx_floor_name(floors[i]))) {
			*ret = floors[i];
			return 0;
		}
	return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": it must be strict, default, uid or none", var->name,
		       text);
}

static int read_modules(const struct variable *var, const char *text, enum cx_modules *ret,
			struct cx_error *err)
{
	static const enum cx_modules all[] = { CX_MODULES_WARN, CX_MODULES_REFUSE, CX_MODULES_ALLOW };
	*ret = CX_MODULES_WARN;
	if (!text)
		return 0;
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(text, cx_modules_name(all[i]))) {
			*ret = all[i];
			return 0;
		}
	return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": it must be warn, refuse or allow", var->name, text);
}

static bool add_layer(const char *name, size_t len, uint32_t *layers)
{
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		const char *known = cx_layer_name((enum cx_layer)i);
		if (strlen(known) == len && !strncmp(known, name, len)) {
			*layers |= 1u << i;
			return true;
		}
	}
	return false;
}

static int read_layers(const struct variable *var, const char *text, uint32_t *ret, struct cx_error *err)
{
	*ret = 0;
	for (const char *at = text; at && *at;) {
		size_t len = strcspn(at, ",");
		if (!add_layer(at, len, ret)) {
			char known[160] = "";
			for (int i = 0; i < CX_LAYER_COUNT; i++) {
				size_t used = strlen(known);
				snprintf(known + used, sizeof(known) - used, "%s%s", used ? ", " : "",
					 cx_layer_name((enum cx_layer)i));
			}
			return cx_fail(err, CX_EINPUT, "%s: \"%.*s\" is no layer: they are %s", var->name,
				       (int)(len > 40 ? 40 : len), at, known);
		}
		at += len + (at[len] == ',');
	}
	return 0;
}

static int read_variable(const struct variable *var, struct cx_config *config, struct cx_error *err)
{
	void *field = (char *)config + var->offset;
	const char *text = getenv(var->name);
	if (text && !*text)
		text = NULL; /* set to nothing is not set: compose files and units do that */
	switch (var->kind) {
	case TEXT:
		*(const char **)field = text;
		return 0;
	case WHOLE:
		return read_whole(var, text, field, err);
	case FLOOR:
		return read_floor(var, text, field, err);
	case MODULES:
		return read_modules(var, text, field, err);
	case LAYERS:
		return read_layers(var, text, field, err);
	}
	return 0;
}

bool cx_variable_known(const char *name)
{
	static const char *const prefixes[] = { "CODEX_DEFAULT_", "CODEX_MIN_", "CODEX_MAX_" };
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (!strcmp(name, variables[i].name))
			return true;
	for (size_t i = 0; i < sizeof(prefixes) / sizeof(prefixes[0]); i++)
		for (size_t k = 0; k < CX_LIMIT_RULES && !strncmp(name, prefixes[i], strlen(prefixes[i]));
		     k++)
			if (!strcmp(name + strlen(prefixes[i]), cx_limit_rules[k].variable))
				return true;
	return false;
}

const char *cx_modules_name(enum cx_modules modules)
{
	static const char *const names[] = {
		[CX_MODULES_WARN] = "warn",
		[CX_MODULES_REFUSE] = "refuse",
		[CX_MODULES_ALLOW] = "allow",
	};
	return names[modules];
}

int cx_config_read(struct cx_config *ret, struct cx_error *err)
{
	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		if (read_variable(&variables[i], ret, err) < 0)
			return -1;
	return 0;
}
