/* What the operator sets for the library, read once from the variables of environment_table.c. */
#ifndef CX_BASE_CONFIG_H
#define CX_BASE_CONFIG_H

#include <stdint.h>

#include "codex/caps.h"
#include "codex/context.h"
#include "codex/error.h"

struct cx_config {
	const char *state_dir; /* CODEX_STATE_DIR; NULL: the first that can be used */
	const char
		*languages; /* CODEX_LANGUAGES: directories with data files, colons between; NULL: builtin */
	uint64_t slots;	    /* CODEX_SLOTS: runs at once; 0: from CPUs and memory */
	uint64_t cpus;	    /* CODEX_CPUS; 0: what this process may use */
	uint64_t memory_mb; /* CODEX_MEMORY_MB; 0: what the host or its container has */
	uint64_t queue_seconds;	  /* CODEX_QUEUE_SECONDS: longest wait for a slot */
	uint64_t cache_mb;	  /* CODEX_CACHE_MB: for compiled programs; 0: none are kept */
	uint64_t prelude_mb;	  /* CODEX_PRELUDE_MB: for headers compiled beforehand; 0: none are */
	uint64_t warm;		  /* CODEX_WARM: 1: workers park what the next request needs */
	uint64_t warm_memory_mb;  /* CODEX_WARM_MEMORY_MB: for all that waits in one service or batch */
	enum cx_floor floor;	  /* CODEX_FLOOR */
	enum cx_modules modules;  /* CODEX_MODULES */
	uint32_t disabled_layers; /* CODEX_DISABLE: bits 1 << enum cx_layer */
};

/* CX_EINPUT names the variable, what it is, and what it may be. Strings stay the environment's. */
int cx_config_read(struct cx_config *ret, struct cx_error *err);

#endif
