/* What an installation says about itself: its languages, its limits, its walls. */
#include "base/cleanup.h"
#include "codec/writer.h"
#include "codex/codec.h"
#include "codex/selftest.h"
#include "language/language.h"

#ifdef __clang__
#define COMPILER "clang " __clang_version__
#else
#define COMPILER "gcc " __VERSION__
#endif

/* Whether a language can run here, and its version, which only its toolchain knows. */
static void write_availability(struct cx_writer *w, struct cx_context *ctx, const struct cx_language *lang)
{
	cleanup_free char *version = NULL;
	struct cx_error cause = { 0 };
	const char *reason = NULL;
	bool available = cx_language_available(lang, &reason);
	if (available && cx_context_version(ctx, lang, &version, &cause) < 0) {
		reason = cause.msg;
		available = cause.code != CX_EUNAVAILABLE;
	}
	cx_writer_key(w, "version");
	cx_writer_text(w, version);
	cx_writer_key(w, "available");
	cx_writer_bool(w, available);
	cx_writer_key(w, "reason");
	cx_writer_text(w, version ? NULL : reason);
}

static void write_options(struct cx_writer *w, const struct cx_language *lang)
{
	cx_writer_key(w, "options");
	cx_writer_object(w);
	for (size_t i = 0; i < lang->options_len; i++) {
		const struct cx_option_rule *option = &lang->options[i];
		cx_writer_key(w, option->name);
		cx_writer_object(w);
		cx_writer_key(w, "default");
		cx_writer_text(w, option->choices[option->default_choice].value);
		cx_writer_key(w, "choices");
		cx_writer_array(w);
		for (size_t k = 0; k < option->choices_len; k++)
			cx_writer_text(w, option->choices[k].value);
		cx_writer_close(w);
		cx_writer_key(w, "help");
		cx_writer_text(w, option->help);
		cx_writer_close(w);
	}
	cx_writer_close(w);
}

static void write_language(struct cx_writer *w, struct cx_context *ctx, const struct cx_language *lang)
{
	cx_writer_object(w);
	cx_writer_key(w, "name");
	cx_writer_text(w, lang->name);
	cx_writer_key(w, "title");
	cx_writer_text(w, lang->title);
	cx_writer_key(w, "aliases");
	cx_writer_strings(w, &lang->aliases);
	write_availability(w, ctx, lang);
	cx_writer_key(w, "extensions");
	cx_writer_strings(w, &lang->extensions);
	write_options(w, lang);
	cx_writer_key(w, "packages");
	cx_writer_strings(w, &lang->packages);
	cx_writer_close(w);
}

static void write_languages(struct cx_writer *w, struct cx_context *ctx)
{
	const struct cx_languages *languages = cx_context_languages(ctx);
	cx_writer_key(w, "languages");
	cx_writer_array(w);
	for (size_t i = 0; i < cx_languages_count(languages); i++)
		write_language(w, ctx, cx_languages_at(languages, i));
	cx_writer_close(w);
}

int cx_languages_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	cx_writer_object(&w);
	write_languages(&w, ctx);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

/* In the units that a request uses. */
static void write_limits(struct cx_writer *w, const struct cx_limit_bounds *given)
{
	struct cx_limit_bounds bounds = *given;
	if (!bounds.def.cpu_us)
		bounds.def.cpu_us = cx_limit_default_cpu_us(given, bounds.def.wall_us);
	cx_writer_key(w, "limits");
	cx_writer_object(w);
	for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
		const struct cx_limit_rule *rule = &cx_limit_rules[i];
		cx_writer_key(w, rule->field);
		cx_writer_object(w);
		cx_writer_key(w, "default");
		cx_writer_number(w, (double)*cx_limit_value(rule, &bounds.def) / rule->scale);
		cx_writer_key(w, "min");
		cx_writer_number(w, (double)*cx_limit_value(rule, &bounds.min) / rule->scale);
		cx_writer_key(w, "max");
		cx_writer_number(w, (double)*cx_limit_value(rule, &bounds.max) / rule->scale);
		cx_writer_close(w);
	}
	cx_writer_close(w);
}

/* In bytes; these do not move. */
static void write_sizes(struct cx_writer *w)
{
	static const struct {
		const char *name;
		uint64_t max;
	} sizes[] = {
		{ "code", CX_MAX_CODE },       { "files", CX_MAX_FILES },    { "inputData", CX_MAX_INPUT },
		{ "collect", CX_MAX_COLLECT }, { "args", CX_MAX_ARG_BYTES }, { "body", CX_MAX_BODY },
	};
	cx_writer_key(w, "sizes");
	cx_writer_object(w);
	for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
		cx_writer_key(w, sizes[i].name);
		cx_writer_uint(w, sizes[i].max);
	}
	cx_writer_close(w);
}

static void write_layer_status(struct cx_writer *w, const struct cx_layer_status *status)
{
	cx_writer_key(w, "state");
	cx_writer_text(w, cx_layer_state_name(status->state));
	cx_writer_key(w, "version");
	if (status->version > 0)
		cx_writer_int(w, status->version);
	else
		cx_writer_null(w);
	cx_writer_key(w, "why");
	cx_writer_text(w, status->why);
}

static void write_isolation(struct cx_writer *w, const struct cx_caps *caps)
{
	cx_writer_key(w, "isolation");
	cx_writer_object(w);
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		cx_writer_key(w, cx_layer_name((enum cx_layer)i));
		cx_writer_object(w);
		write_layer_status(w, &caps->layer[i]);
		cx_writer_close(w);
	}
	cx_writer_close(w);
}

/* Languages whose programs can start in what has waited; of the others only the sandbox waits. */
static void write_warm(struct cx_writer *w, const struct cx_context *ctx)
{
	const struct cx_languages *languages = cx_context_languages(ctx);
	uint64_t bytes = cx_context_warm_bytes(ctx);
	cx_writer_key(w, "warm");
	cx_writer_object(w);
	cx_writer_key(w, "memoryMB");
	cx_writer_uint(w, bytes / (1024 * 1024));
	cx_writer_key(w, "languages");
	cx_writer_array(w);
	for (size_t i = 0; bytes && i < cx_languages_count(languages); i++)
		if (cx_languages_at(languages, i)->run.warm.argv.len)
			cx_writer_text(w, cx_languages_at(languages, i)->name);
	cx_writer_close(w);
	cx_writer_close(w);
}

int cx_info_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	struct cx_error unmet = { 0 };
	const struct cx_caps *caps = cx_context_probe(ctx);
	cx_writer_object(&w);
	cx_writer_key(&w, "service");
	cx_writer_text(&w, cx_context_service(ctx));
	cx_writer_key(&w, "version");
	cx_writer_text(&w, CODEX_VERSION);
	write_languages(&w, ctx);
	write_limits(&w, cx_context_bounds(ctx));
	write_sizes(&w);
	write_isolation(&w, caps);
	cx_writer_key(&w, "modules");
	cx_writer_text(&w, cx_modules_name(cx_context_modules(ctx)));
	cx_writer_key(&w, "floor");
	cx_writer_text(&w, cx_floor_name(cx_context_floor(ctx)));
	cx_writer_key(&w, "floorMet");
	cx_writer_bool(&w, cx_floor_check(cx_context_floor(ctx), caps, &unmet) == 0);
	cx_writer_key(&w, "slots");
	cx_writer_uint(&w, cx_context_slots(ctx));
	write_warm(&w, ctx);
	cx_writer_key(&w, "build");
	cx_writer_object(&w);
	cx_writer_key(&w, "compiler");
	cx_writer_text(&w, COMPILER);
	cx_writer_close(&w);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

static void write_layers(struct cx_writer *w, const struct cx_caps *caps)
{
	cx_writer_key(w, "layers");
	cx_writer_array(w);
	for (int i = 0; i < CX_LAYER_COUNT; i++) {
		cx_writer_object(w);
		cx_writer_key(w, "name");
		cx_writer_text(w, cx_layer_name((enum cx_layer)i));
		write_layer_status(w, &caps->layer[i]);
		cx_writer_close(w);
	}
	cx_writer_close(w);
}

static void write_toolchains(struct cx_writer *w, struct cx_context *ctx)
{
	const struct cx_languages *languages = cx_context_languages(ctx);
	cx_writer_key(w, "languages");
	cx_writer_array(w);
	for (size_t i = 0; i < cx_languages_count(languages); i++) {
		const struct cx_language *lang = cx_languages_at(languages, i);
		cx_writer_object(w);
		cx_writer_key(w, "name");
		cx_writer_text(w, lang->name);
		write_availability(w, ctx, lang);
		cx_writer_close(w);
	}
	cx_writer_close(w);
}

int cx_doctor_format(struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	struct cx_error unmet = { 0 };
	const struct cx_caps *caps = cx_context_probe(ctx);
	bool met = cx_floor_check(cx_context_floor(ctx), caps, &unmet) == 0;
	cx_writer_object(&w);
	cx_writer_key(&w, "floor");
	cx_writer_text(&w, cx_floor_name(cx_context_floor(ctx)));
	cx_writer_key(&w, "met");
	cx_writer_bool(&w, met);
	cx_writer_key(&w, "reason");
	cx_writer_text(&w, met ? NULL : unmet.msg);
	write_layers(&w, caps);
	cx_writer_key(&w, "stateDir");
	cx_writer_text(&w, cx_context_state_dir(ctx));
	cx_writer_key(&w, "slots");
	cx_writer_uint(&w, cx_context_slots(ctx));
	write_toolchains(&w, ctx);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

int cx_selftest_format(const struct cx_trial *trials, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	bool held = true;
	cx_writer_object(&w);
	cx_writer_key(&w, "trials");
	cx_writer_array(&w);
	for (int i = 0; i < CX_SELFTEST_TRIALS; i++) {
		held = held && trials[i].held;
		cx_writer_object(&w);
		cx_writer_key(&w, "name");
		cx_writer_text(&w, trials[i].name);
		cx_writer_key(&w, "tries");
		cx_writer_text(&w, trials[i].tries);
		cx_writer_key(&w, "held");
		cx_writer_bool(&w, trials[i].held);
		cx_writer_key(&w, "detail");
		cx_writer_text(&w, trials[i].detail);
		cx_writer_close(&w);
	}
	cx_writer_close(&w);
	cx_writer_key(&w, "held");
	cx_writer_bool(&w, held);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}

int cx_policy_format(const struct cx_context *ctx, struct cx_bytes *ret_json, struct cx_error *err)
{
	struct cx_writer w = { 0 };
	struct cx_policy_row row;
	cx_writer_object(&w);
	cx_writer_key(&w, "policy");
	cx_writer_array(&w);
	for (size_t at = 0; cx_policy_next(ctx, &at, &row);) {
		cx_writer_object(&w);
		cx_writer_key(&w, "call");
		cx_writer_text(&w, row.call);
		cx_writer_key(&w, "when");
		cx_writer_text(&w, row.when);
		cx_writer_key(&w, "answer");
		cx_writer_text(&w, row.answer);
		cx_writer_key(&w, "named");
		cx_writer_bool(&w, row.report);
		cx_writer_key(&w, "reason");
		cx_writer_text(&w, row.reason);
		cx_writer_close(&w);
	}
	cx_writer_close(&w);
	cx_writer_close(&w);
	return cx_writer_finish(&w, ret_json, err);
}
