/* The bounds of the contract, and how an operator moves them. */
#include "codex/limits.h"

#include "check.h"

static struct cx_limit_bounds bounds;
static struct cx_error err;

/* Read the bounds with up to two variables set; 0 or -1. */
static int read_with(const char *name, const char *value, const char *name2, const char *value2)
{
	setenv(name, value, 1);
	if (name2)
		setenv(name2, value2, 1);
	err = (struct cx_error){ 0 };
	int r = cx_limit_bounds_from_env(&bounds, &err);
	unsetenv(name);
	if (name2)
		unsetenv(name2);
	return r;
}

TEST(the_builtin_bounds_are_those_of_the_contract)
{
	static const struct {
		const char *field;
		double def, min, max;
	} rows[CX_LIMIT_RULES] = {
		{ "timeout", 30, 0.05, 60 },   { "cpuTime", 0, 0.05, 240 }, { "memoryMB", 128, 16, 1024 },
		{ "outputKB", 1024, 1, 4096 }, { "processes", 64, 1, 256 }, { "fileMB", 64, 1, 256 },
		{ "diskMB", 64, 1, 256 },
	};
	struct cx_limit_bounds builtin = cx_limit_bounds_builtin;
	for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
		const struct cx_limit_rule *rule = &cx_limit_rules[i];
		CHECK_EQ_STR(rule->field, rows[i].field);
		CHECK((double)*cx_limit_value(rule, &builtin.def) == rows[i].def * rule->scale);
		CHECK((double)*cx_limit_value(rule, &builtin.min) == rows[i].min * rule->scale);
		CHECK((double)*cx_limit_value(rule, &builtin.max) == rows[i].max * rule->scale);
	}
}

TEST(without_variables_the_builtin_bounds_hold)
{
	CHECK_EQ_INT(cx_limit_bounds_from_env(&bounds, &err), 0);
	CHECK(!memcmp(&bounds, &cx_limit_bounds_builtin, sizeof(bounds)));
	CHECK_EQ_INT(read_with("CODEX_MAX_TIMEOUT", "", NULL, NULL), 0);
	CHECK(!memcmp(&bounds, &cx_limit_bounds_builtin, sizeof(bounds)));
}

TEST(variables_are_in_the_units_of_json)
{
	CHECK_EQ_INT(read_with("CODEX_MAX_TIMEOUT", "120.5", "CODEX_DEFAULT_TIMEOUT", "0.25"), 0);
	CHECK_EQ_INT(bounds.max.wall_us, 120500000);
	CHECK_EQ_INT(bounds.def.wall_us, 250000);
	CHECK_EQ_INT(read_with("CODEX_DEFAULT_MEMORY_MB", "256", "CODEX_MIN_OUTPUT_KB", "2"), 0);
	CHECK_EQ_INT(bounds.def.memory_bytes, 256 << 20);
	CHECK_EQ_INT(bounds.min.output_bytes, 2048);
	CHECK_EQ_INT(read_with("CODEX_DEFAULT_CPU_TIME", "5", "CODEX_MAX_PROCESSES", "1e3"), 0);
	CHECK_EQ_INT(bounds.def.cpu_us, 5000000);
	CHECK_EQ_INT(bounds.max.processes, 1000);
	CHECK_EQ_INT(read_with("CODEX_MAX_FILE_MB", "1000000", "CODEX_MAX_DISK_MB", "128"), 0);
	CHECK(bounds.max.file_bytes == (uint64_t)1000000 << 20);
	CHECK_EQ_INT(bounds.max.disk_bytes, 128 << 20);
}

TEST(a_builtin_default_follows_bounds_that_moved)
{
	CHECK_EQ_INT(read_with("CODEX_MAX_TIMEOUT", "10", NULL, NULL), 0);
	CHECK_EQ_INT(bounds.def.wall_us, 10000000);
	CHECK_EQ_INT(read_with("CODEX_MIN_MEMORY_MB", "512", NULL, NULL), 0);
	CHECK_EQ_INT(bounds.def.memory_bytes, 512 << 20);
	CHECK_EQ_INT(bounds.def.cpu_us, 0);
}

TEST(a_wrong_variable_is_named_with_what_it_may_be)
{
	static const struct {
		const char *name, *value, *message;
	} rows[] = {
		{ "CODEX_MAX_TIMEOUT", "abc",
		  "CODEX_MAX_TIMEOUT is \"abc\": it must be a number from 0.001 to 1000000 seconds" },
		{ "CODEX_MAX_TIMEOUT", "60s",
		  "CODEX_MAX_TIMEOUT is \"60s\": it must be a number from 0.001 to 1000000 seconds" },
		{ "CODEX_MAX_TIMEOUT", " 60",
		  "CODEX_MAX_TIMEOUT is \" 60\": it must be a number from 0.001 to 1000000 seconds" },
		{ "CODEX_MAX_TIMEOUT", "nan",
		  "CODEX_MAX_TIMEOUT is \"nan\": it must be a number from 0.001 to 1000000 seconds" },
		{ "CODEX_MAX_TIMEOUT", "1e999",
		  "CODEX_MAX_TIMEOUT is \"1e999\": it must be a number from 0.001 to 1000000 seconds" },
		{ "CODEX_MIN_TIMEOUT", "0",
		  "CODEX_MIN_TIMEOUT is \"0\": it must be a number from 0.001 to 1000000 seconds" },
		{ "CODEX_MIN_CPU_TIME", "-1",
		  "CODEX_MIN_CPU_TIME is \"-1\": it must be a number from 0.001 to 1000000 seconds" },
		{ "CODEX_DEFAULT_MEMORY_MB", "128.5",
		  "CODEX_DEFAULT_MEMORY_MB is \"128.5\": it must be a whole number from 1 to 1000000 MB" },
		{ "CODEX_MAX_PROCESSES", "1000001",
		  "CODEX_MAX_PROCESSES is \"1000001\": it must be a whole number from 1 to 1000000" },
		{ "CODEX_DEFAULT_OUTPUT_KB", "0x10",
		  "CODEX_DEFAULT_OUTPUT_KB is \"0x10\": it must be a whole number from 1 to 1000000 KB" },
		{ "CODEX_DEFAULT_TIMEOUT", "60.001",
		  "CODEX_DEFAULT_TIMEOUT is \"60.001\": it must be from 0.05 to 60 seconds" },
		{ "CODEX_DEFAULT_DISK_MB", "257",
		  "CODEX_DEFAULT_DISK_MB is \"257\": it must be from 1 to 256 MB" },
		{ "CODEX_MAX_MEMORY_MB", "8",
		  "CODEX_MAX_MEMORY_MB is \"8\": a request could then ask for nothing, as the bounds are "
		  "from 16 to 8 MB" },
		{ "CODEX_MIN_PROCESSES", "300",
		  "CODEX_MIN_PROCESSES is \"300\": a request could then ask for nothing, as the bounds are "
		  "from 300 to 256" },
	};
	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		memset(&bounds, 0x55, sizeof(bounds));
		CHECK_EQ_INT(read_with(rows[i].name, rows[i].value, NULL, NULL), -1);
		CHECK_EQ_INT(err.code, CX_EINPUT);
		CHECK_EQ_STR(err.msg, rows[i].message);
		CHECK_EQ_INT(bounds.min.processes, 0x5555555555555555);
	}
}

TEST(every_limit_has_a_name)
{
	CHECK_EQ_STR(cx_limit_name(CX_LIMIT_WALL), "wall");
	CHECK_EQ_STR(cx_limit_name(CX_LIMIT_FILE_SIZE), "fileSize");
	CHECK_EQ_STR(cx_limit_name(CX_LIMIT_COMPILE_MEMORY), "compileMemory");
	CHECK(cx_limit_name(CX_LIMIT_NONE) == NULL);
	for (int limit = CX_LIMIT_WALL; limit < CX_LIMIT_COUNT; limit++)
		CHECK(cx_limit_name((enum cx_limit)limit) != NULL);
}

int main(void)
{
	RUN(the_builtin_bounds_are_those_of_the_contract);
	RUN(without_variables_the_builtin_bounds_hold);
	RUN(variables_are_in_the_units_of_json);
	RUN(a_builtin_default_follows_bounds_that_moved);
	RUN(a_wrong_variable_is_named_with_what_it_may_be);
	RUN(every_limit_has_a_name);
	return check_done();
}
