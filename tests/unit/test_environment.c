/* The table of variables: its rows are whole, and what is set is read, checked, or refused by its name. */
#include <ctype.h>

#include "base/config.h"
#include "check.h"
#include "codex/environment.h"
#include "codex/limits.h"
#include "frame/config.h"

static const struct cx_env_variable *row(const char *name)
{
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++)
		if (!strcmp(variable->name, name))
			return variable;
	printf("# %s is in no row\n", name);
	exit(1);
}

static void check_row(const struct cx_env_variable *variable)
{
	size_t len = strlen(variable->meaning);
	bool has_words = variable->kind == CX_ENV_WORD || variable->kind == CX_ENV_WORDS;
	CHECK(strlen(variable->name) < 40);
	CHECK(variable->readers != 0);
	CHECK(len > 10 && len <= 100 && variable->meaning[len - 1] != '.');
	CHECK((has_words || variable->kind == CX_ENV_TEXT) == (variable->range != NULL));
	CHECK(variable->kind != CX_ENV_WHOLE || variable->min < variable->max);
	for (const struct cx_env_variable *other = cx_env_table; other != variable; other++)
		CHECK(strcmp(other->name, variable->name) != 0);
	/* Without the variable it reads as its default, which must be in the range; or be in words. */
	if (variable->kind == CX_ENV_WHOLE && variable->unset && isdigit((unsigned char)variable->unset[0]) &&
	    strspn(variable->unset, "0123456789") == strlen(variable->unset)) {
		uint64_t number = 0;
		struct cx_error err;
		unsetenv(variable->name);
		CHECK_EQ_INT(cx_env_read(variable->name, &number, &err), 0);
		CHECK_EQ_INT(number, strtoull(variable->unset, NULL, 10));
	}
}

TEST(every_row_is_whole)
{
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++)
		check_row(variable);
}

TEST(the_words_of_the_table_are_those_of_the_library)
{
	char words[200] = "";
	for (int i = 0; i < CX_LAYER_COUNT; i++)
		snprintf(words + strlen(words), sizeof(words) - strlen(words), "%s%s", i ? " " : "",
			 cx_layer_name((enum cx_layer)i));
	CHECK_EQ_STR(row("CODEX_DISABLE")->range, words);
	snprintf(words, sizeof(words), "%s %s %s %s", cx_floor_name(CX_FLOOR_STRICT),
		 cx_floor_name(CX_FLOOR_DEFAULT), cx_floor_name(CX_FLOOR_UID), cx_floor_name(CX_FLOOR_NONE));
	CHECK_EQ_STR(row("CODEX_FLOOR")->range, words);
	snprintf(words, sizeof(words), "%s %s %s", cx_modules_name(CX_MODULES_WARN),
		 cx_modules_name(CX_MODULES_REFUSE), cx_modules_name(CX_MODULES_ALLOW));
	CHECK_EQ_STR(row("CODEX_MODULES")->range, words);
}

TEST(the_configuration_of_the_library)
{
	struct cx_config config;
	struct cx_error err;
	CHECK_EQ_INT(cx_config_read(&config, &err), 0);
	CHECK(!config.state_dir && !config.languages);
	CHECK_EQ_INT(config.slots, 0);
	CHECK_EQ_INT(config.queue_seconds, 60);
	CHECK_EQ_INT(config.cache_mb, 256);
	CHECK_EQ_INT(config.floor, CX_FLOOR_DEFAULT);
	CHECK_EQ_INT(config.modules, CX_MODULES_WARN);
	CHECK_EQ_INT(config.disabled_layers, 0);
	setenv("CODEX_FLOOR", "none", 1);
	setenv("CODEX_MODULES", "refuse", 1);
	setenv("CODEX_DISABLE", "uid,seccomp", 1);
	setenv("CODEX_CACHE_MB", "", 1);
	CHECK_EQ_INT(cx_config_read(&config, &err), 0);
	CHECK_EQ_INT(config.floor, CX_FLOOR_NONE);
	CHECK_EQ_INT(config.modules, CX_MODULES_REFUSE);
	CHECK_EQ_INT(config.disabled_layers, 1 << CX_LAYER_UID | 1 << CX_LAYER_SECCOMP);
	CHECK_EQ_INT(config.cache_mb, 256);
	unsetenv("CODEX_FLOOR");
	unsetenv("CODEX_MODULES");
	unsetenv("CODEX_DISABLE");
	unsetenv("CODEX_CACHE_MB");
}

/* With name=value set alone. */
static const char *refusal(unsigned readers, bool strict, const char *name, const char *value)
{
	static struct cx_error err;
	err = (struct cx_error){ 0 };
	setenv(name, value, 1);
	int result = cx_env_check(readers, strict, &err);
	unsetenv(name);
	CHECK_EQ_INT(err.code, result < 0 ? CX_EINPUT : 0);
	return result < 0 ? err.msg : "";
}

TEST(a_value_that_cannot_be_is_refused_by_its_readers)
{
	CHECK_EQ_STR(refusal(CX_ENV_LIBRARY, false, "CODEX_SLOTS", "0"),
		     "CODEX_SLOTS is \"0\": it must be a whole number from 1 to 256");
	static const char *const numbers[] = { "257", "-1",  "+1",   " 1",
					       "1.5", "1e2", "0x10", "12345678901234567890" };
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++)
		CHECK_CONTAINS(refusal(CX_ENV_LIBRARY, false, "CODEX_SLOTS", numbers[i]), "a whole number");
	CHECK_EQ_STR(refusal(CX_ENV_INSTANCE, true, "CODEX_ALLOW_ANONYMOUS", "yes"),
		     "CODEX_ALLOW_ANONYMOUS is \"yes\": it must be 0 or 1");
	CHECK_EQ_STR(refusal(CX_ENV_LIBRARY, false, "CODEX_MODULES", "war"),
		     "CODEX_MODULES is \"war\": it must be warn, refuse or allow");
	CHECK_CONTAINS(refusal(CX_ENV_LIBRARY, false, "CODEX_DISABLE", "uid,,seccomp"), "CODEX_DISABLE");
	CHECK_EQ_STR(refusal(CX_ENV_LIBRARY, false, "CODEX_RATE", "often"), "");
	CHECK_CONTAINS(refusal(CX_ENV_SCRIPTS, false, "CODEX_RATE", "often"), "CODEX_RATE is \"often\"");
}

TEST(an_unknown_name_is_refused)
{
	CHECK_EQ_STR(refusal(CX_ENV_LIBRARY, false, "CODEX_SLOT", "1"),
		     "CODEX_SLOT is no variable of codex-run: did you mean CODEX_SLOTS?");
	CHECK_EQ_STR(refusal(CX_ENV_LIBRARY, false, "CODEX_MAX_MEMROY_MB", "1"),
		     "CODEX_MAX_MEMROY_MB is no variable of codex-run: did you mean CODEX_MAX_MEMORY_MB?");
	CHECK_CONTAINS(refusal(CX_ENV_INSTANCE, true, "CODEX_TOKEN", ""), "did you mean CODEX_TOKENS?");
	CHECK_CONTAINS(refusal(CX_ENV_INSTANCE, true, "CODEX_HOME", "/"), "CODEX_HOME is no variable");
	CHECK_CONTAINS(refusal(CX_ENV_INSTANCE, true, "CODEX_", "/"), "CODEX_ is no variable");
	CHECK_EQ_STR(refusal(CX_ENV_INSTANCE, true, "CODEX_MAX_TIMEOUT", "9"), "");
	char longest[400] = "CODEX_";
	memset(longest + 6, 'A', sizeof(longest) - 7);
	CHECK_CONTAINS(refusal(CX_ENV_INSTANCE, true, longest, "1"), "CODEX_AAAA");
}

TEST(what_other_programs_read_is_let_be_by_the_command)
{
	static const char *const others[] = {
		"CODEX_HOME", "CODEX_SANDBOX", "CODEX_API_KEY", "CODEX_HOST",
		"CODEX_RUN",  "CODEX_HOSTS",   "CODEX_FULL",	"CODEX_CORPORA"
	};
	for (size_t i = 0; i < sizeof(others) / sizeof(others[0]); i++)
		CHECK_EQ_STR(refusal(CX_ENV_LIBRARY, false, others[i], "1"), "");
}

TEST(what_a_service_reads_is_in_the_table)
{
	struct frame_config config = { 0 };
	struct config_table table = config_frame_table(&config);
	struct cx_error err;
	setenv("CODEX_ALLOW_ANONYMOUS", "1", 1);
	CHECK_EQ_INT(config_read(CX_ENV_INSTANCE, &table, 1, &err), 0);
	unsetenv("CODEX_ALLOW_ANONYMOUS");
	CHECK(config.allow_anonymous);
	CHECK_EQ_INT(config.drain_seconds, 30);
	CHECK_EQ_INT(config.queue, 0);
	static const struct config_variable stray = { "CODEX_STRAY", 0 };
	table = (struct config_table){ &stray, 1, &config };
	CHECK_EQ_INT(config_read(CX_ENV_INSTANCE, &table, 1, &err), -1);
	CHECK_EQ_STR(err.msg, "CODEX_STRAY is read, but is in no table");
}

int main(void)
{
	clearenv();
	RUN(every_row_is_whole);
	RUN(the_words_of_the_table_are_those_of_the_library);
	RUN(the_configuration_of_the_library);
	RUN(a_value_that_cannot_be_is_refused_by_its_readers);
	RUN(an_unknown_name_is_refused);
	RUN(what_other_programs_read_is_let_be_by_the_command);
	RUN(what_a_service_reads_is_in_the_table);
	return check_done();
}
