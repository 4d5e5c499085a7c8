/* codex-run prepare: make ready what makes later compilations fast. */
#include <stdio.h>

#include "cli.h"
#include "options.h"
#include "output.h"

static int prepare_language(struct cx_context *ctx, const struct cx_language *lang, struct cx_error *err)
{
	bool made;
	unsigned count = 0;
	do {
		if (cx_context_prepare(ctx, lang, true, &made, err) < 0)
			return -1;
		count += made;
	} while (made);
	if (count)
		printf("%s: %u made\n", cx_language_name(lang), count);
	return 0;
}

static int prepare(int names, char **argv, struct cx_error *err)
{
	cleanup_context struct cx_context *ctx = NULL;
	if (cx_context_open(&ctx, err) < 0)
		return -1;
	const struct cx_languages *languages = cx_context_languages(ctx);
	for (int i = 0; i < names; i++) {
		const struct cx_language *lang = cx_languages_find(languages, argv[i]);
		if (!lang)
			return cx_fail(err, CX_EINPUT,
				       "\"%.60s\" is not known; `codex-run languages` lists them", argv[i]);
		if (prepare_language(ctx, lang, err) < 0)
			return -1;
	}
	for (size_t i = 0; i < cx_languages_count(languages) && !names; i++)
		if (prepare_language(ctx, cx_languages_at(languages, i), err) < 0)
			return -1;
	return output_flush(err);
}

int cmd_prepare(int argc, char **argv)
{
	static const struct option_row rows[] = { { 0 } };
	const struct option_spec spec = {
		.usage = "codex-run prepare [LANGUAGE…]",
		.about = "Compile beforehand what many programs of a language begin with (C++: its headers), "
			 "so that "
			 "they compile faster.\n"
			 "It takes seconds, and is kept in the state directory; what is there already is not "
			 "made again.",
		.rows = rows,
	};
	struct cx_error err = { 0 };
	int operand = argc;
	int parsed = options_parse(&spec, argc, argv, &operand, &err);
	if (parsed > 0)
		return 0;
	if (parsed < 0 || prepare(argc - operand, argv + operand, &err) < 0)
		return output_failure(&err, NULL, false);
	return 0;
}
