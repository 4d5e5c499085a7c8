/* What one language says of itself, and its end. */
#include <stdlib.h>

#include "language/language.h"

const char *cx_language_name(const struct cx_language *lang)
{
	return lang->name;
}

const struct cx_strings *cx_language_aliases(const struct cx_language *lang)
{
	return &lang->aliases;
}

bool cx_language_available(const struct cx_language *lang, const char **ret_why)
{
	if (lang->unavailable && ret_why)
		*ret_why = lang->unavailable;
	return !lang->unavailable;
}

const char *cx_finding_part_name(enum cx_finding_part part)
{
	static const char *const names[CX_FINDING_PARTS] = {
		[CX_FINDING_FILE] = "file",
		[CX_FINDING_LINE] = "line",
		[CX_FINDING_COLUMN] = "column",
		[CX_FINDING_END_LINE] = "endLine",
		[CX_FINDING_END_COLUMN] = "endColumn",
		[CX_FINDING_DETAIL] = "detail",
		[CX_FINDING_SEVERITY] = "severity",
		[CX_FINDING_CODE] = "code",
		[CX_FINDING_MESSAGE] = "message",
	};
	return names[part];
}

static void variable_done(struct cx_variable *variable)
{
	for (size_t i = 0; i < variable->len; i++) {
		cx_pattern_free(variable->patterns[i]);
		free(variable->values[i]);
	}
	free(variable->patterns);
	free(variable->values);
	free(variable->name);
	free(variable->fallback);
}

static void tool_done(struct cx_tool *tool)
{
	free(tool->name);
	free(tool->path);
	cx_strings_done(&tool->candidates);
}

static void optional_done(struct cx_optional *optional)
{
	for (size_t i = 0; i < optional->len; i++) {
		tool_done(&optional->rows[i].program);
		cx_strings_done(&optional->rows[i].arguments);
	}
	free(optional->rows);
	free(optional->name);
}

static void option_done(struct cx_option_rule *option)
{
	for (size_t i = 0; i < option->choices_len; i++) {
		free(option->choices[i].value);
		free(option->choices[i].text);
	}
	free(option->choices);
	free(option->name);
	free(option->help);
}

static void signs_done(struct cx_signs *signs)
{
	for (size_t i = 0; i < signs->len; i++)
		cx_pattern_free(signs->items[i].stderr_);
	free(signs->items);
}

static void stage_done(struct cx_stage_rule *stage)
{
	for (size_t i = 0; i < stage->steps_len; i++)
		cx_strings_done(&stage->steps[i]);
	free(stage->steps);
	for (size_t i = 0; i < stage->attempt.steps_len; i++)
		cx_strings_done(&stage->attempt.steps[i]);
	free(stage->attempt.steps);
	cx_pattern_free(stage->attempt.doubt);
	cx_strings_done(&stage->environment);
	cx_strings_done(&stage->warm.argv);
	signs_done(&stage->memory_signs);
	signs_done(&stage->file_signs);
}

static void prelude_done(struct cx_prelude_rule *prelude)
{
	cx_pattern_free(prelude->line);
	cx_pattern_free(prelude->doubt);
	cx_strings_done(&prelude->names);
	stage_done(&prelude->make);
	for (size_t i = 0; i < prelude->common_len; i++)
		cx_strings_done(&prelude->common[i]);
	free(prelude->common);
	free(prelude->text);
	free(prelude->source);
	free(prelude->product);
}

static void diagnostics_done(struct cx_diagnostics_rule *diagnostics)
{
	cx_pattern_free(diagnostics->pattern);
	cx_pattern_free(diagnostics->error_word);
	cx_pattern_free(diagnostics->warning_code);
	cx_pattern_free(diagnostics->ignore);
	cx_pattern_free(diagnostics->origin.pattern);
	stage_done(&diagnostics->origin.tell);
	cx_pattern_free(diagnostics->plain.pattern);
	stage_done(&diagnostics->plain.tell);
	for (size_t i = 0; i < CX_FINDING_PARTS; i++)
		free(diagnostics->fields[i]);
	cx_strings_done(&diagnostics->places);
	free(diagnostics->default_severity);
}

static void modules_done(struct cx_modules_rule *modules)
{
	stage_done(&modules->find);
	cx_pattern_free(modules->pattern);
	cx_strings_done(&modules->locate);
	free(modules->separator);
	for (size_t i = 0; i < modules->rules_len; i++) {
		cx_strings_done(&modules->rules[i].names);
		free(modules->rules[i].reason);
	}
	free(modules->rules);
}

static void lists_done(struct cx_language *lang)
{
	for (size_t i = 0; i < lang->variables_len; i++)
		variable_done(&lang->variables[i]);
	for (size_t i = 0; i < lang->tools_len; i++)
		tool_done(&lang->tools[i]);
	for (size_t i = 0; i < lang->optionals_len; i++)
		optional_done(&lang->optionals[i]);
	for (size_t i = 0; i < lang->options_len; i++)
		option_done(&lang->options[i]);
	free(lang->variables);
	free(lang->tools);
	free(lang->optionals);
	free(lang->options);
	signs_done(&lang->memory_signs);
}

void cx_language_free(struct cx_language *lang)
{
	if (!lang)
		return;
	lists_done(lang);
	stage_done(&lang->compile);
	stage_done(&lang->run);
	stage_done(&lang->validate);
	prelude_done(&lang->prelude);
	diagnostics_done(&lang->diagnostics);
	modules_done(&lang->modules);
	cx_pattern_free(lang->version_pattern);
	cx_strings_done(&lang->aliases);
	cx_strings_done(&lang->extensions);
	cx_strings_done(&lang->version_argv);
	cx_strings_done(&lang->environment);
	cx_strings_done(&lang->readable);
	cx_strings_done(&lang->packages);
	cx_strings_done(&lang->probes);
	free(lang->name);
	free(lang->title);
	free(lang->origin);
	free(lang->directory);
	free(lang->source);
	free(lang->grammar);
	free(lang->install);
	free(lang->unavailable);
	free(lang);
}
