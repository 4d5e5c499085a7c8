/* codex-run doctor: which layers of the sandbox this host grants, and what would help. */
#include <stdio.h>
#include <string.h>

#include "doctor_more.h"
#include "listing.h"

static void add_layer(const struct cx_caps *caps, enum cx_layer layer, struct table *table)
{
	const struct cx_layer_status *status = &caps->layer[layer];
	char version[16] = "";
	if (status->version)
		snprintf(version, sizeof(version), "%d", status->version);
	table_row(table, (const char *[]){ cx_layer_name(layer), cx_layer_state_name(status->state), version,
					   status->why });
}

static int print_layers(struct cx_context *ctx, struct cx_error *err)
{
	const struct cx_caps *caps = cx_context_probe(ctx);
	struct table table = { .columns = 4 };
	table_row(&table, (const char *[]){ "LAYER", "STATE", "VERSION", "WHY" });
	for (int layer = 0; layer < CX_LAYER_COUNT; layer++)
		add_layer(caps, (enum cx_layer)layer, &table);
	return table_print(&table, err);
}

static void print_languages(struct cx_context *ctx)
{
	const struct cx_languages *languages = cx_context_languages(ctx);
	const char *why;
	for (size_t i = 0; i < cx_languages_count(languages); i++) {
		const struct cx_language *lang = cx_languages_at(languages, i);
		if (!cx_language_available(lang, &why))
			printf("language %s is unavailable: %s\n", cx_language_name(lang), why);
	}
}

static int print_doctor(struct cx_context *ctx, struct cx_error *err)
{
	struct cx_error missing;
	enum cx_floor floor = cx_context_floor(ctx);
	if (print_layers(ctx, err) < 0)
		return -1;
	putchar('\n');
	if (cx_floor_check(floor, cx_context_probe(ctx), &missing) < 0)
		printf("The floor '%s' is not met, nothing will run: %s\n", cx_floor_name(floor),
		       missing.msg);
	else
		printf("The floor '%s' is met.\n", cx_floor_name(floor));
	print_languages(ctx);
	return output_flush(err);
}

static int floor_status(struct cx_context *ctx)
{
	struct cx_error missing;
	return cx_floor_check(cx_context_floor(ctx), cx_context_probe(ctx), &missing) < 0 ? EXIT_INTERNAL : 0;
}

int cmd_doctor(int argc, char **argv)
{
	static const struct listing listing = {
		.usage = "codex-run doctor [--self-test | --policy] [--json | --text]",
		.about = "Try each layer of the sandbox and tell which ones this host grants, why not, and "
			 "what\n"
			 "would help. Exit status 0 when programs can run here, 70 when they cannot. "
			 "--self-test "
			 "runs a few\n"
			 "attacks, --policy tells which system calls a program may make; they come first.",
		.json = cx_doctor_format,
		.text = print_doctor,
		.status = floor_status,
	};
	if (argc > 1 && !strcmp(argv[1], "--self-test"))
		return listing_run(&doctor_self_test, argc - 1, argv + 1);
	if (argc > 1 && !strcmp(argv[1], "--policy"))
		return listing_run(&doctor_policy, argc - 1, argv + 1);
	return listing_run(&listing, argc, argv);
}
