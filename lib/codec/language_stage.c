#include "codec/language_stage.h"

#include <ctype.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"

#define KB 1024ull
#define MB (1024 * KB)

static const struct cx_limits default_limits = {
	.wall_us = 30 * 1000 * 1000,
	.cpu_us = 60 * 1000 * 1000,
	.memory_bytes = 1024 * MB,
	.output_bytes = 256 * KB,
	.processes = 64,
	.file_bytes = 64 * MB,
	.disk_bytes = 128 * MB,
};

int cx_language_check_template(const struct cx_json_value *value, const char *template,
			       enum cx_template_place place)
{
	struct cx_error why = { 0 };
	if (!cx_template_check(template, place, value->file->owner, &why))
		return 0;
	return cx_json_fail(value, "%s", why.msg);
}

/* ---- environment ---- */

static bool is_variable_name(const char *name)
{
	if (!isalpha((unsigned char)name[0]) && name[0] != '_')
		return false;
	for (size_t i = 1; name[i]; i++)
		if (!isalnum((unsigned char)name[i]) && name[i] != '_')
			return false;
	return true;
}

static int read_variable(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!is_variable_name(value->key))
		return cx_json_fail(value, "is no name of an environment variable");
	if (!text || cx_language_check_template(value, text, CX_TEMPLATE_ENVIRONMENT) < 0)
		return -1;
	return cx_strings_addf(into, "%s=%s", value->key, text) < 0 ? cx_json_fail_oom(value) : 0;
}

int cx_language_environment_read(const struct cx_json_value *value, void *into)
{
	if (cx_json_expect(value, json_type_object) < 0)
		return -1;
	return cx_json_each(value, read_variable, into);
}

/* ---- steps ---- */

static int read_argument(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text || cx_language_check_template(value, text, CX_TEMPLATE_STEP) < 0)
		return -1;
	return cx_strings_add(into, text) < 0 ? cx_json_fail_oom(value) : 0;
}

/* The first word of a step is never looked for in PATH. */
static bool is_program(const char *word)
{
	static const char *const beginnings[] = { "/",	     "{tool.",	"{build}/",
						  "{work}/", "{data}/", "{libexec}/" };
	for (size_t i = 0; i < sizeof(beginnings) / sizeof(beginnings[0]); i++)
		if (!strncmp(word, beginnings[i], strlen(beginnings[i])))
			return true;
	return false;
}

static int read_step(const struct cx_json_value *value, void *into)
{
	struct cx_stage_rule *stage = into;
	struct cx_strings *step = &stage->steps[stage->steps_len++];
	if (cx_json_expect(value, json_type_array) < 0)
		return -1;
	if (!json_object_array_length(value->json))
		return cx_json_fail(value, "must not be empty");
	if (cx_json_each(value, read_argument, step) < 0)
		return -1;
	if (!is_program(step->items[0]))
		return cx_json_fail(value, "must begin with a whole path or {tool.NAME}, not '%s'",
				    step->items[0]);
	return 0;
}

static int read_steps(const struct cx_json_value *value, void *into)
{
	struct cx_stage_rule *stage = into;
	stage->steps = cx_json_room(value, json_type_array, sizeof(*stage->steps));
	return stage->steps ? cx_json_each(value, read_step, stage) : -1;
}

static int read_one_step(const struct cx_json_value *value, void *into)
{
	struct cx_stage_rule *stage = into;
	if (read_steps(value, into) < 0)
		return -1;
	return stage->steps_len == 1 ? 0
				     : cx_json_fail(value, "a run has one step, not %zu", stage->steps_len);
}

static int read_attempt(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		{ "steps", true, read_steps, 0 },
		{ "doubt", false, cx_json_read_pattern, offsetof(struct cx_stage_rule, attempt.doubt) },
	};
	struct cx_attempt *attempt = into;
	struct cx_stage_rule rule = { 0 };
	int r = cx_json_read_object(value, CX_JSON_KEYS(keys), &rule);
	*attempt = (struct cx_attempt){ rule.steps, rule.steps_len, rule.attempt.doubt };
	return r;
}

/* ---- limits and memory ---- */

static int read_limit(const struct cx_json_value *value, void *into)
{
	const struct cx_limit_rule *rule = NULL;
	for (size_t i = 0; i < CX_LIMIT_RULES && !rule; i++)
		if (!strcmp(cx_limit_rules[i].field, value->key))
			rule = &cx_limit_rules[i];
	if (!rule)
		return cx_json_fail(value, "unknown limit");
	double number;
	long whole;
	if (rule->whole) {
		if (cx_json_whole(value, 1, 65536, &whole) < 0)
			return -1;
		number = (double)whole;
	} else if (cx_json_number(value, 0.1, 600, &number) < 0) {
		return -1;
	}
	*cx_limit_value(rule, into) = (uint64_t)(number * rule->scale);
	return 0;
}

static int read_limits(const struct cx_json_value *value, void *into)
{
	if (cx_json_expect(value, json_type_object) < 0)
		return -1;
	return cx_json_each(value, read_limit, into);
}

static int read_megabytes(const struct cx_json_value *value, void *into)
{
	long number;
	if (cx_json_whole(value, 0, 65536, &number) < 0)
		return -1;
	*(uint64_t *)into = (uint64_t)number * MB;
	return 0;
}

static int read_share(const struct cx_json_value *value, void *into)
{
	return cx_json_number(value, 0.05, 1, into);
}

static int read_memory(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_memory_rule, name)
	static const struct cx_json_key keys[] = {
		{ "overheadMB", false, read_megabytes, FIELD(overhead_bytes) },
		{ "reserveMB", false, read_megabytes, FIELD(reserve_bytes) },
		{ "heapShare", false, read_share, FIELD(heap_share) },
	};
#undef FIELD
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}

/* ---- what waits for a run ---- */

static int read_warm_argument(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text || cx_language_check_template(value, text, CX_TEMPLATE_VERSION) < 0)
		return -1;
	return cx_strings_add(into, text) < 0 ? cx_json_fail_oom(value) : 0;
}

static int read_warm_argv(const struct cx_json_value *value, void *into)
{
	struct cx_strings *argv = into;
	if (cx_json_expect(value, json_type_array) < 0)
		return -1;
	if (!json_object_array_length(value->json))
		return cx_json_fail(value, "must not be empty");
	if (cx_json_each(value, read_warm_argument, argv) < 0)
		return -1;
	if (!is_program(argv->items[0]))
		return cx_json_fail(value, "must begin with a whole path or {tool.NAME}, not '%s'",
				    argv->items[0]);
	return 0;
}

static int read_warm(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_warm_rule, name)
	static const struct cx_json_key keys[] = {
		{ "argv", true, read_warm_argv, FIELD(argv) },
		{ "fork", false, cx_json_read_bool, FIELD(fork) },
		{ "memoryMB", true, read_megabytes, FIELD(memory_bytes) },
		{ "sharedMB", false, read_megabytes, FIELD(shared_bytes) },
	};
#undef FIELD
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}

/* ---- stages ---- */

#define FIELD(name) offsetof(struct cx_stage_rule, name)

#define STAGE_KEYS                                                                          \
	{ "steps", true, read_steps, 0 },                                                   \
		{ "environment", false, cx_language_environment_read, FIELD(environment) }, \
		{ "limits", false, read_limits, FIELD(limits) },                            \
	{                                                                                   \
		"memory", false, read_memory, FIELD(memory)                                 \
	}

static void set_defaults(struct cx_stage_rule *stage)
{
	stage->limits = default_limits;
	stage->memory = (struct cx_memory_rule){ UINT64_MAX, 0, 1 };
}

int cx_language_compile_read(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		STAGE_KEYS,
		{ "attempt", false, read_attempt, FIELD(attempt) },
		{ "outOfMemory", false, cx_language_signs_read, FIELD(memory_signs) },
		{ "fileTooLarge", false, cx_language_signs_read, FIELD(file_signs) },
		{ "warm", false, read_warm, FIELD(warm) },
	};
	set_defaults(into);
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}

int cx_language_stage_read(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = { STAGE_KEYS };
	set_defaults(into);
	return cx_json_read_object(value, CX_JSON_KEYS(keys), into);
}

#undef STAGE_KEYS

/* A run has the limits of its request. */
int cx_language_run_read(const struct cx_json_value *value, void *into)
{
	static const struct cx_json_key keys[] = {
		{ "steps", true, read_one_step, 0 },
		{ "environment", false, cx_language_environment_read, FIELD(environment) },
		{ "memory", false, read_memory, FIELD(memory) },
		{ "warm", false, read_warm, FIELD(warm) },
	};
	struct cx_stage_rule *stage = into;
	stage->memory = (struct cx_memory_rule){ UINT64_MAX, 0, 1 };
	return cx_json_read_object(value, CX_JSON_KEYS(keys), stage);
}

#undef FIELD

/* ---- signs of a program that ended itself for lack of something ---- */

static int read_exit_code(const struct cx_json_value *value, void *into)
{
	long number;
	if (cx_json_whole(value, 1, 255, &number) < 0)
		return -1;
	*(int *)into = (int)number;
	return 0;
}

static int read_signal(const struct cx_json_value *value, void *into)
{
	const char *text = cx_json_text(value);
	if (!text)
		return -1;
	for (int number = 1; number < NSIG; number++) {
		const char *name = sigabbrev_np(number);
		if (name && !strncmp(text, "SIG", 3) && !strcmp(text + 3, name)) {
			*(int *)into = number;
			return 0;
		}
	}
	return cx_json_fail(value, "'%s' is no signal", text);
}

static int read_sign(const struct cx_json_value *value, void *into)
{
#define FIELD(name) offsetof(struct cx_sign, name)
	static const struct cx_json_key keys[] = {
		{ "stderr", false, cx_json_read_pattern, FIELD(stderr_) },
		{ "exitCode", false, read_exit_code, FIELD(exit_code) },
		{ "signal", false, read_signal, FIELD(signal) },
	};
#undef FIELD
	struct cx_signs *signs = into;
	struct cx_sign *sign = &signs->items[signs->len++];
	sign->exit_code = -1;
	if (cx_json_read_object(value, CX_JSON_KEYS(keys), sign) < 0)
		return -1;
	if (!sign->stderr_ && !sign->signal && sign->exit_code < 0)
		return cx_json_fail(value, "must not be empty");
	return 0;
}

int cx_language_signs_read(const struct cx_json_value *value, void *into)
{
	struct cx_signs *signs = into;
	signs->items = cx_json_room(value, json_type_array, sizeof(*signs->items));
	return signs->items ? cx_json_each(value, read_sign, signs) : -1;
}
