/* Language files are the operator's own, but a wrong one must be refused and nothing else. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buffer.h"
#include "codec/language_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What a request can make a language do before any program runs. */
static void use(const struct cx_language *lang, const uint8_t *data, size_t size)
{
	cleanup_strings struct cx_strings values = { 0 }, options = { 0 }, argv = { 0 };
	const struct cx_bytes source = { (char *)data, size };
	const struct cx_request req = { 0 };
	struct cx_error err = { 0 };
	char *source_name = NULL;
	if (cx_language_read_variables(lang, &source, &values, &err) < 0 ||
	    cx_language_choose_options(lang, &req, &options, &err) < 0)
		abort();
	const struct cx_expansion with = {
		.lang = lang,
		.source = "main",
		.sources = &lang->extensions,
		.work = "/w",
		.build = "/b",
		.tmp = "/t",
		.memory_bytes = 128 << 20,
		.memory = &lang->run.memory,
		.cpus = 2,
		.option_values = &options,
		.variable_values = &values,
	};
	if (cx_template_expand(lang->source, &with, &source_name, &err) < 0)
		abort();
	free(source_name);
	/* Only a tool that is missing may make this fail: what a template names was checked. */
	if (cx_template_expand_all(&lang->run.steps[0], &with, &argv, &err) < 0 &&
	    err.code != CX_EUNAVAILABLE)
		abort();
	cx_language_shows_sign(&lang->memory_signs, 1, 0, &source);
	cx_language_is_source(lang, "dir/main.x");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct cx_language *lang = NULL;
	struct cx_error err = { 0 };
	if (cx_language_file_read("/d/fuzz.json", (const char *)data, size, &lang, &err) < 0) {
		if (lang || !err.msg[0])
			abort();
		return 0;
	}
	lang->unavailable = lang->unavailable ? lang->unavailable : strdup("missing");
	if (lang->unavailable)
		use(lang, data, size);
	cx_language_free(lang);
	return 0;
}
