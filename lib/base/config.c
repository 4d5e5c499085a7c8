#include "base/config.h"

#include <string.h>

#include "codex/context.h"
#include "codex/environment.h"

/* The words of the table in environment_table.c as the enums that they are: a unit test holds them together. */
static enum cx_floor floor_of(const char *word)
{
	static const enum cx_floor floors[] = { CX_FLOOR_STRICT, CX_FLOOR_DEFAULT, CX_FLOOR_UID,
						CX_FLOOR_NONE };
	for (size_t i = 0; i < sizeof(floors) / sizeof(floors[0]); i++)
		if (!strcmp(word, cx_floor_name(floors[i])))
			return floors[i];
	return CX_FLOOR_STRICT;
}

static enum cx_modules modules_of(const char *word)
{
	static const enum cx_modules all[] = { CX_MODULES_WARN, CX_MODULES_REFUSE, CX_MODULES_ALLOW };
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		if (!strcmp(word, cx_modules_name(all[i])))
			return all[i];
	return CX_MODULES_WARN;
}

static uint32_t layers_of(const char *words)
{
	uint32_t layers = 0;
	for (const char *at = words; at && *at;) {
		size_t len = strcspn(at, ",");
		for (int i = 0; i < CX_LAYER_COUNT; i++) {
			const char *known = cx_layer_name((enum cx_layer)i);
			if (strlen(known) == len && !strncmp(known, at, len))
				layers |= 1u << i;
		}
		at += len + (at[len] == ',');
	}
	return layers;
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
	const char *floor, *modules, *disabled;
	if (cx_env_check(CX_ENV_LIBRARY, false, err) < 0 ||
	    cx_env_read("CODEX_STATE_DIR", &ret->state_dir, err) < 0 ||
	    cx_env_read("CODEX_LANGUAGES", &ret->languages, err) < 0 ||
	    cx_env_read("CODEX_SLOTS", &ret->slots, err) < 0 ||
	    cx_env_read("CODEX_CPUS", &ret->cpus, err) < 0 ||
	    cx_env_read("CODEX_MEMORY_MB", &ret->memory_mb, err) < 0 ||
	    cx_env_read("CODEX_QUEUE_SECONDS", &ret->queue_seconds, err) < 0 ||
	    cx_env_read("CODEX_CACHE_MB", &ret->cache_mb, err) < 0 ||
	    cx_env_read("CODEX_PRELUDE_MB", &ret->prelude_mb, err) < 0 ||
	    cx_env_read("CODEX_WARM", &ret->warm, err) < 0 ||
	    cx_env_read("CODEX_WARM_MEMORY_MB", &ret->warm_memory_mb, err) < 0 ||
	    cx_env_read("CODEX_FLOOR", &floor, err) < 0 || cx_env_read("CODEX_MODULES", &modules, err) < 0 ||
	    cx_env_read("CODEX_DISABLE", &disabled, err) < 0)
		return -1;
	ret->floor = floor_of(floor);
	ret->modules = modules_of(modules);
	ret->disabled_layers = layers_of(disabled);
	return 0;
}
