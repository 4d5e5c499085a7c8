/* The table of variables as JSON, for documentation and completion. */
#include "codex/environment.h"

#include <stdio.h>

#include "codec/writer.h"
#include "codex/limits.h"

static void write_readers(struct cx_writer *w, unsigned readers)
{
	cx_writer_key(w, "readers");
	cx_writer_array(w);
	if (readers & CX_ENV_LIBRARY)
		cx_writer_text(w, "codex-run");
	if (readers & (CX_ENV_LIBRARY | CX_ENV_INSTANCE))
		cx_writer_text(w, "codex-fcgi");
	if (readers & CX_ENV_GATEWAY)
		cx_writer_text(w, "codex-gateway");
	if (readers & CX_ENV_SCRIPTS)
		cx_writer_text(w, "scripts");
	cx_writer_close(w);
}

/* Whether it is set, and not to what: some are secrets. */
static void write_variable(struct cx_writer *w, const struct cx_env_variable *variable)
{
	static const char *const types[] = {
		[CX_ENV_TEXT] = "text", [CX_ENV_WHOLE] = "whole", [CX_ENV_FLAG] = "flag",
		[CX_ENV_WORD] = "word", [CX_ENV_WORDS] = "words",
	};
	char range[240];
	cx_writer_object(w);
	cx_writer_key(w, "name");
	cx_writer_text(w, variable->name);
	cx_writer_key(w, "type");
	cx_writer_text(w, types[variable->kind]);
	write_readers(w, variable->readers);
	cx_writer_key(w, "range");
	cx_writer_text(w, cx_env_range(variable, range));
	cx_writer_key(w, "default");
	cx_writer_text(w, variable->unset);
	cx_writer_key(w, "meaning");
	cx_writer_text(w, variable->meaning);
	cx_writer_key(w, "set");
	cx_writer_bool(w, cx_env_text(variable->name) != NULL);
	cx_writer_close(w);
}

static void write_bound(struct cx_writer *w, const char *key, const struct cx_limit_rule *rule,
			const struct cx_limits *limits)
{
	struct cx_limits copy = *limits;
	uint64_t value = *cx_limit_value(rule, &copy);
	cx_writer_key(w, key);
	if (value)
		cx_writer_number(w, (double)value / rule->scale);
	else
		cx_writer_null(w); /* found for each run */
}

static void write_limit(struct cx_writer *w, const struct cx_limit_rule *rule)
{
	cx_writer_object(w);
	cx_writer_key(w, "name");
	cx_writer_text(w, rule->variable);
	cx_writer_key(w, "field");
	cx_writer_text(w, rule->field);
	cx_writer_key(w, "unit");
	cx_writer_text(w, *rule->unit ? rule->unit + 1 : NULL);
	write_bound(w, "default", rule, &cx_limit_bounds_builtin.def);
	write_bound(w, "min", rule, &cx_limit_bounds_builtin.min);
	write_bound(w, "max", rule, &cx_limit_bounds_builtin.max);
	cx_writer_key(w, "meaning");
	cx_writer_text(w, rule->meaning);
	cx_writer_close(w);
}

int cx_env_format(struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	cx_writer_key(&w, "variables");
	cx_writer_array(&w);
	for (const struct cx_env_variable *variable = cx_env_table; variable->name; variable++)
		write_variable(&w, variable);
	cx_writer_close(&w);
	cx_writer_key(&w, "limits");
	cx_writer_array(&w);
	for (size_t i = 0; i < CX_LIMIT_RULES; i++)
		write_limit(&w, &cx_limit_rules[i]);
	cx_writer_close(&w);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}
