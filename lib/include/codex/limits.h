/*
 * The limits of a run. Inside the library time is in microseconds and sizes are
 * in bytes; only the codec knows seconds, KB and MB (both binary: 1024, 1024²).
 */
#ifndef CODEX_LIMITS_H
#define CODEX_LIMITS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "codex/error.h"

#pragma GCC visibility push(default)

/* What can end or mar a run. The names in JSON are those of cx_limit_name(). */
enum cx_limit {
	CX_LIMIT_NONE = 0,
	CX_LIMIT_WALL,
	CX_LIMIT_CPU,
	CX_LIMIT_MEMORY,
	CX_LIMIT_OUTPUT,
	CX_LIMIT_PROCESSES,
	CX_LIMIT_FILE_SIZE,
	CX_LIMIT_DISK,
	CX_LIMIT_COMPILE_TIME,
	CX_LIMIT_COMPILE_MEMORY,
	CX_LIMIT_COUNT,
};

struct cx_limits {
	uint64_t wall_us;
	uint64_t cpu_us;       /* over all processes and threads of the run */
	uint64_t memory_bytes; /* over all processes of the run */
	uint64_t output_bytes; /* of each stream */
	uint64_t processes;    /* threads counted */
	uint64_t file_bytes;   /* largest file that the run may write */
	uint64_t disk_bytes;   /* all that it may leave in its directory */
};

/* One row per limit that a request may set. */
struct cx_limit_rule {
	enum cx_limit limit;
	const char *field;    /* in JSON: `timeout`, or inside `limits` */
	const char *variable; /* CODEX_DEFAULT_x, CODEX_MIN_x, CODEX_MAX_x */
	const char *unit;     /* for messages: " seconds", " MB", " KB", "" */
	double scale;	      /* bytes or µs in one unit of JSON */
	bool whole;	      /* JSON takes whole numbers only */
	size_t offset;	      /* of the value in struct cx_limits */
	const char *meaning;  /* one line */
};

#define CX_LIMIT_RULES 7
extern const struct cx_limit_rule cx_limit_rules[CX_LIMIT_RULES];

/* What a request gets when it asks for nothing, and the bounds of what it may ask for. */
struct cx_limit_bounds {
	struct cx_limits def; /* def.cpu_us 0: wall time × min(cores, 4) */
	struct cx_limits min;
	struct cx_limits max;
};

/* The bounds of the contract. */
extern const struct cx_limit_bounds cx_limit_bounds_builtin;

/* The builtin bounds as moved by CODEX_DEFAULT_x, CODEX_MIN_x and CODEX_MAX_x. CX_EINPUT names the variable. */
int cx_limit_bounds_from_env(struct cx_limit_bounds *ret_bounds, struct cx_error *err);

/* The CPU time that a run gets when nobody says: its wall time × min(cores, 4), within the bounds. */
uint64_t cx_limit_default_cpu_us(const struct cx_limit_bounds *bounds, uint64_t wall_us);

/* "wall", "cpu", "memory", "output", "processes", "fileSize", "disk", "compileTime", "compileMemory"; NULL for none. */
const char *cx_limit_name(enum cx_limit limit);

/* The value of a rule's limit. */
static inline uint64_t *cx_limit_value(const struct cx_limit_rule *rule, struct cx_limits *limits)
{
	return (uint64_t *)((char *)limits + rule->offset);
}

#pragma GCC visibility pop

#endif
