#include "codex/limits.h"

#include <sched.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/number.h"

enum { KB = 1024, MB = 1024 * 1024, SECOND = 1000000 };

const struct cx_limit_rule cx_limit_rules[CX_LIMIT_RULES] = {
#define FIELD(name) offsetof(struct cx_limits, name)
	{ CX_LIMIT_WALL, "timeout", "TIMEOUT", " seconds", SECOND, false, FIELD(wall_us),
	  "wall time of a run" },
	{ CX_LIMIT_CPU, "cpuTime", "CPU_TIME", " seconds", SECOND, false, FIELD(cpu_us),
	  "CPU time of a run, over all its processes and threads" },
	{ CX_LIMIT_MEMORY, "memoryMB", "MEMORY_MB", " MB", MB, true, FIELD(memory_bytes),
	  "memory of a run, over all its processes" },
	{ CX_LIMIT_OUTPUT, "outputKB", "OUTPUT_KB", " KB", KB, true, FIELD(output_bytes),
	  "what a run may write to each of its output streams" },
	{ CX_LIMIT_PROCESSES, "processes", "PROCESSES", "", 1, true, FIELD(processes),
	  "processes of a run, threads counted" },
	{ CX_LIMIT_FILE_SIZE, "fileMB", "FILE_MB", " MB", MB, true, FIELD(file_bytes),
	  "the largest file that a run may write" },
	{ CX_LIMIT_DISK, "diskMB", "DISK_MB", " MB", MB, true, FIELD(disk_bytes),
	  "all files that a run may write" },
#undef FIELD
};

const struct cx_limit_bounds cx_limit_bounds_builtin = {
	.def = {
		.wall_us = 30 * SECOND,
		.cpu_us = 0,
		.memory_bytes = 128 * MB,
		.output_bytes = 1024 * KB,
		.processes = 64,
		.file_bytes = 64 * MB,
		.disk_bytes = 64 * MB,
	},
	.min = {
		.wall_us = SECOND / 20,
		.cpu_us = SECOND / 20,
		.memory_bytes = 16 * MB,
		.output_bytes = 1 * KB,
		.processes = 1,
		.file_bytes = 1 * MB,
		.disk_bytes = 1 * MB,
	},
	.max = {
		.wall_us = 60 * SECOND,
		.cpu_us = 240 * SECOND,
		.memory_bytes = 1024 * MB,
		.output_bytes = 4096 * KB,
		.processes = 256,
		.file_bytes = 256 * MB,
		.disk_bytes = 256 * MB,
	},
};

/* What a variable may be at all: in every unit it fits 64 bits of bytes or µs with room to add and multiply. */
#define LARGEST 1000000.0

/* Sets *ret_set when the variable is there and not empty. */
static int read_variable(const struct cx_limit_rule *rule, const char *prefix, uint64_t *ret_value,
			 bool *ret_set, struct cx_error *err)
{
	char name[64];
	snprintf(name, sizeof(name), "CODEX_%s_%s", prefix, rule->variable);
	const char *text = getenv(name);
	*ret_set = text && *text;
	if (!*ret_set)
		return 0;
	double smallest = rule->whole ? 1 : 0.001, value;
	if (!cx_number_parse(text, &value) || value < smallest || value > LARGEST ||
	    (rule->whole && value != (double)(uint64_t)value)) {
		char from[32], to[32];
		return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": it must be a %s from %s to %s%s", name, text,
			       rule->whole ? "whole number" : "number", cx_number_format(smallest, from),
			       cx_number_format(LARGEST, to), rule->unit);
	}
	*ret_value = (uint64_t)(value * rule->scale + 0.5);
	return 0;
}

/* The first of a rule's variables that is set, and what it is, for a message about bounds that do not fit. */
static int fail_bounds(const struct cx_limit_rule *rule, const char *prefix, const char *what, uint64_t low,
		       uint64_t high, struct cx_error *err)
{
	char name[64], from[32], to[32];
	snprintf(name, sizeof(name), "CODEX_%s_%s", prefix, rule->variable);
	return cx_fail(err, CX_EINPUT, "%s is \"%.64s\": %s from %s to %s%s", name, getenv(name), what,
		       cx_number_format((double)low / rule->scale, from),
		       cx_number_format((double)high / rule->scale, to), rule->unit);
}

static int read_rule(const struct cx_limit_rule *rule, struct cx_limit_bounds *bounds, struct cx_error *err)
{
	uint64_t *min = cx_limit_value(rule, &bounds->min), *max = cx_limit_value(rule, &bounds->max);
	uint64_t *def = cx_limit_value(rule, &bounds->def);
	bool min_set, max_set, def_set;
	if (read_variable(rule, "MIN", min, &min_set, err) < 0 ||
	    read_variable(rule, "MAX", max, &max_set, err) < 0 ||
	    read_variable(rule, "DEFAULT", def, &def_set, err) < 0)
		return -1;
	if (*min > *max)
		return fail_bounds(rule, max_set ? "MAX" : "MIN",
				   "a request could then ask for nothing, as the bounds are", *min, *max,
				   err);
	if (def_set && (*def < *min || *def > *max))
		return fail_bounds(rule, "DEFAULT", "it must be", *min, *max, err);
	/* Bounds that moved take the builtin default along; 0 is a default that is computed later. */
	if (*def)
		*def = *def < *min ? *min : *def > *max ? *max : *def;
	return 0;
}

int cx_limit_bounds_from_env(struct cx_limit_bounds *ret_bounds, struct cx_error *err)
{
	struct cx_limit_bounds bounds = cx_limit_bounds_builtin;
	for (size_t i = 0; i < CX_LIMIT_RULES; i++)
		if (read_rule(&cx_limit_rules[i], &bounds, err) < 0)
			return -1;
	*ret_bounds = bounds;
	return 0;
}

/* CPU time adds up over threads, so a run may use as much as its cores give in its wall time. */
uint64_t cx_limit_default_cpu_us(const struct cx_limit_bounds *bounds, uint64_t wall_us)
{
	cpu_set_t cpus;
	/* Fails on hosts with more cores than the set holds. */
	uint64_t cores = sched_getaffinity(0, sizeof(cpus), &cpus) < 0 ? 4 : (uint64_t)CPU_COUNT(&cpus);
	uint64_t cpu_us = wall_us * (cores > 4 ? 4 : cores);
	if (cpu_us < bounds->min.cpu_us)
		return bounds->min.cpu_us;
	return cpu_us > bounds->max.cpu_us ? bounds->max.cpu_us : cpu_us;
}

const char *cx_limit_name(enum cx_limit limit)
{
	static const char *const names[CX_LIMIT_COUNT] = {
		[CX_LIMIT_WALL] = "wall",
		[CX_LIMIT_CPU] = "cpu",
		[CX_LIMIT_MEMORY] = "memory",
		[CX_LIMIT_OUTPUT] = "output",
		[CX_LIMIT_PROCESSES] = "processes",
		[CX_LIMIT_FILE_SIZE] = "fileSize",
		[CX_LIMIT_DISK] = "disk",
		[CX_LIMIT_COMPILE_TIME] = "compileTime",
		[CX_LIMIT_COMPILE_MEMORY] = "compileMemory",
	};
	return names[limit];
}
