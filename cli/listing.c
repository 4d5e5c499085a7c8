#include "listing.h"

#include "options.h"

static const struct option_row rows[] = {
	{ "json", 0, NULL, "as JSON, also on a terminal", OUTPUT_JSON },
	{ "text", 0, NULL, "as text, also into a file or pipe", OUTPUT_TEXT },
	{ 0 },
};

static int set_form(void *into, const struct option_row *row, const char *value, struct cx_error *err)
{
	(void)value;
	(void)err;
	*(enum output_form *)into = (enum output_form)row->id;
	return 0;
}

static int tell(const struct listing *listing, struct cx_context *ctx, bool text, struct cx_error *err)
{
	cleanup_bytes struct cx_bytes json = { 0 };
	if (text)
		return listing->text(ctx, err);
	if (listing->json(ctx, &json, err) < 0)
		return -1;
	return output_json(&json, err);
}

int listing_run(const struct listing *listing, int argc, char **argv)
{
	cleanup_context struct cx_context *ctx = NULL;
	enum output_form form = OUTPUT_AUTO;
	struct cx_error err;
	int operand;
	const struct option_spec spec = { listing->usage, listing->about, rows, set_form, &form };
	int result = options_parse(&spec, argc, argv, &operand, &err);
	if (result > 0)
		return 0;
	if (result == 0 && operand < argc)
		result = cx_fail(&err, CX_EINPUT, "unexpected argument '%s'", argv[operand]);
	bool text = output_is_text(form);
	if (result < 0 || (!listing->alone && cx_context_open(&ctx, &err) < 0) ||
	    tell(listing, ctx, text, &err) < 0)
		return output_failure(&err, NULL, !text);
	return listing->status ? listing->status(ctx) : 0;
}
