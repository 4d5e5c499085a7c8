/* codex-run info: how this installation is set up. */
#include <stdio.h>

#include "listing.h"

static void format_limit(const struct cx_limit_rule *rule, const struct cx_limits *limits,
			 char text[static 24])
{
	struct cx_limits copy = *limits;
	snprintf(text, 24, "%g", (double)*cx_limit_value(rule, &copy) / rule->scale);
}

static int print_limits(const struct cx_limit_bounds *bounds, struct cx_error *err)
{
	struct cx_limits defaults = bounds->def;
	if (!defaults.cpu_us)
		defaults.cpu_us = cx_limit_default_cpu_us(bounds, defaults.wall_us);
	struct table table = { .columns = 5 };
	table_row(&table, (const char *[]){ "LIMIT", "DEFAULT", "FROM", "TO", "UNIT" });
	for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
		const struct cx_limit_rule *rule = &cx_limit_rules[i];
		char def[24];
		char min[24];
		char max[24];
		format_limit(rule, &defaults, def);
		format_limit(rule, &bounds->min, min);
		format_limit(rule, &bounds->max, max);
		const char *unit = *rule->unit == ' ' ? rule->unit + 1 : rule->unit;
		table_row(&table, (const char *[]){ rule->field, def, min, max, unit });
	}
	return table_print(&table, err);
}

static int print_info(struct cx_context *ctx, struct cx_error *err)
{
	char slots[16];
	struct table table = { .columns = 2 };
	snprintf(slots, sizeof(slots), "%u", cx_context_slots(ctx));
	table_row(&table, (const char *[]){ "version", CODEX_VERSION });
	table_row(&table, (const char *[]){ "state", cx_context_state_dir(ctx) });
	table_row(&table, (const char *[]){ "slots", slots });
	table_row(&table, (const char *[]){ "floor", cx_floor_name(cx_context_floor(ctx)) });
	table_row(&table, (const char *[]){ "modules", cx_modules_name(cx_context_modules(ctx)) });
	if (table_print(&table, err) < 0)
		return -1;
	putchar('\n');
	return print_limits(cx_context_bounds(ctx), err);
}

int cmd_info(int argc, char **argv)
{
	static const struct listing listing = {
		.usage = "codex-run info [--json | --text]",
		.about = "Tell the version, the limits, the slots and the floor of this installation.",
		.json = cx_info_format,
		.text = print_info,
	};
	return listing_run(&listing, argc, argv);
}
