/* codex-run variables: what an operator may set, for the command, the services and their scripts. */
#include <stdio.h>

#include "codex/environment.h"
#include "listing.h"

static int print_limits(struct cx_error *err)
{
	struct cx_limits def = cx_limit_bounds_builtin.def, min = cx_limit_bounds_builtin.min,
			 max = cx_limit_bounds_builtin.max;
	struct table table = { .columns = 5 };
	table_row(&table, (const char *[]){ "x", "DEFAULT", "MIN", "MAX", "MEANING" });
	for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
		const struct cx_limit_rule *rule = &cx_limit_rules[i];
		char texts[3][48], meaning[160];
		struct cx_limits *bounds[] = { &def, &min, &max };
		for (size_t k = 0; k < 3; k++) {
			uint64_t value = *cx_limit_value(rule, bounds[k]);
			snprintf(texts[k], sizeof(texts[k]), "%g%s", (double)value / rule->scale, rule->unit);
			if (!value)
				snprintf(texts[k], sizeof(texts[k]), "-");
		}
		snprintf(meaning, sizeof(meaning), "%s (%s)", rule->meaning, rule->field);
		table_row(&table, (const char *[]){ rule->variable, texts[0], texts[1], texts[2], meaning });
	}
	return table_print(&table, err);
}

static int print_variables(struct cx_context *none, struct cx_error *err)
{
	struct table table = { .columns = 3 };
	char meaning[320];
	(void)none;
	table_row(&table, (const char *[]){ "VARIABLE", "SET", "MEANING" });
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++) {
		const char *unset = variable->unset ? variable->unset : "not set";
		snprintf(meaning, sizeof(meaning), "%s (default: %s)", variable->meaning, unset);
		table_row(&table, (const char *[]){ variable->name, cx_env_text(variable->name) ? "yes" : "-",
						    meaning });
	}
	if (table_print(&table, err) < 0)
		return -1;
	puts("\nCODEX_DEFAULT_x, CODEX_MIN_x and CODEX_MAX_x move what a request gets and may ask for:\n");
	return print_limits(err);
}

static int format(struct cx_context *none, struct cx_bytes *ret_json, struct cx_error *err)
{
	(void)none;
	return cx_env_format(ret_json, err);
}

int cmd_variables(int argc, char **argv)
{
	static const struct listing listing = {
		.usage = "codex-run variables [--json | --text]",
		.about = "List the variables of the environment that the command, the services and their "
			 "scripts "
			 "read.",
		.alone = true,
		.json = format,
		.text = print_variables,
	};
	return listing_run(&listing, argc, argv);
}
