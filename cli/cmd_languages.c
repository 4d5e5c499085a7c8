/* codex-run languages: what can be run here, and what is missing for the rest. */
#include <stdio.h>
#include <stdlib.h>

#include "listing.h"

static void join_aliases(const struct cx_strings *aliases, char *text, size_t size)
{
	size_t len = 0;
	text[0] = '\0';
	for (size_t i = 0; i < aliases->len && len < size; i++)
		len += (size_t)snprintf(text + len, size - len, "%s%s",
					i ? ", " : "also: ", aliases->items[i]);
}

static void add_language(struct cx_context *ctx, const struct cx_language *lang, struct table *table)
{
	char note[200];
	const char *why;
	char *version = NULL;
	struct cx_error err;
	if (!cx_language_available(lang, &why)) {
		table_row(table, (const char *[]){ cx_language_name(lang), "-", "unavailable", why });
	} else if (cx_context_version(ctx, lang, &version, &err) < 0) {
		table_row(table, (const char *[]){ cx_language_name(lang), "-", "unavailable", err.msg });
	} else {
		join_aliases(cx_language_aliases(lang), note, sizeof(note));
		table_row(table, (const char *[]){ cx_language_name(lang), version, "available", note });
	}
	free(version);
}

static int print_languages(struct cx_context *ctx, struct cx_error *err)
{
	const struct cx_languages *languages = cx_context_languages(ctx);
	struct table table = { .columns = 4 };
	table_row(&table, (const char *[]){ "LANGUAGE", "VERSION", "STATUS", "NOTE" });
	for (size_t i = 0; i < cx_languages_count(languages); i++)
		add_language(ctx, cx_languages_at(languages, i), &table);
	return table_print(&table, err);
}

int cmd_languages(int argc, char **argv)
{
	static const struct listing listing = {
		.usage = "codex-run languages [--json | --text]",
		.about = "List the languages with the version of their toolchain, or with what is missing.",
		.json = cx_languages_format,
		.text = print_languages,
	};
	return listing_run(&listing, argc, argv);
}
