#include "run_options.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "options.h"

enum { OPT_LANGUAGE = 100, OPT_FILE, OPT_OPTION, OPT_JSON, OPT_QUIET, OPT_TIMINGS };

/* Limits have their enum cx_limit as id. */
static const struct option_row rows[] = {
	{ "language", 'l', "LANG", "the language, by name or alias (default: FILE's ending tells)",
	  OPT_LANGUAGE },
	{ "file", 'f', "PATH", "one more source or data file; may be repeated", OPT_FILE },
	{ "option", 'o', "NAME=VALUE", "a choice of the language, like std=c++20; may be repeated",
	  OPT_OPTION },
	{ "timeout", 't', "SECONDS", "wall time of the run", CX_LIMIT_WALL },
	{ "cpu-time", 0, "SECONDS", "CPU time of all its processes and threads", CX_LIMIT_CPU },
	{ "memory-mb", 'm', "MB", "memory of all its processes", CX_LIMIT_MEMORY },
	{ "output-kb", 0, "KB", "output kept of each stream", CX_LIMIT_OUTPUT },
	{ "processes", 0, "N", "processes, threads counted", CX_LIMIT_PROCESSES },
	{ "file-mb", 0, "MB", "largest file that it may write", CX_LIMIT_FILE_SIZE },
	{ "disk-mb", 0, "MB", "all files that it may write", CX_LIMIT_DISK },
	{ "json", 0, NULL, "answer with the result as JSON", OPT_JSON },
	{ "timings", 0, NULL, "say where the time went, on stderr or in the JSON", OPT_TIMINGS },
	{ "quiet", 'q', NULL, "no verdict and no notes on stderr", OPT_QUIET },
	{ 0 },
};

static const char usage[] = "codex-run [run] [OPTION…] < request.json > result.json\n"
			    "       codex-run run [OPTION…] FILE [ARG…] < input";
static const char about[] =
	"Run a program in the sandbox. Without FILE, a JSON request is read from stdin and the\n"
	"result is written to stdout as JSON. With FILE, stdin is the program's input, and its\n"
	"output goes to stdout and stderr, with the verdict on stderr.\n"
	"A limit given here is the default of requests that ask for none, and may lie outside the\n"
	"bounds that requests have.\n"
	"Exit status: 0 success, 1 the program or its compiler failed, 2 the request is wrong,\n"
	"70 codex-run failed, 75 busy: try again.";

int run_options_add(struct cx_strings *list, const char *item, struct cx_error *err)
{
	char **grown = realloc(list->items, (list->len + 2) * sizeof(*grown));
	if (!grown)
		return cx_fail_oom(err);
	grown[list->len++] = (char *)item;
	grown[list->len] = NULL;
	list->items = grown;
	return 0;
}

int run_options_add_choice(struct run_options *options, const char *choice, struct cx_error *err)
{
	if (choice[0] == '=' || !strchr(choice, '='))
		return cx_fail(err, CX_EINPUT, "--option: '%s' is not of the form NAME=VALUE", choice);
	return run_options_add(&options->options, choice, err);
}

static const struct cx_limit_rule *rule_of(int limit)
{
	for (size_t i = 0; i < CX_LIMIT_RULES; i++)
		if ((int)cx_limit_rules[i].limit == limit)
			return &cx_limit_rules[i];
	return NULL;
}

static int parse_limit(struct cx_limits *limits, const struct option_row *row, const char *text,
		       struct cx_error *err)
{
	const struct cx_limit_rule *rule = rule_of(row->id);
	char *end;
	double value = strtod(text, &end);
	if (end == text || *end || !isfinite(value) || value <= 0 || value > 1e6)
		return cx_fail(err, CX_EINPUT, "--%s: '%s' is not a number over 0 and up to 1000000",
			       row->name, text);
	if (rule->whole && value != (double)(uint64_t)value)
		return cx_fail(err, CX_EINPUT, "--%s: %s is not a whole number", row->name, text);
	uint64_t scaled = (uint64_t)(value * rule->scale);
	*cx_limit_value(rule, limits) = scaled ? scaled : 1;
	return 0;
}

static int handle(void *into, const struct option_row *row, const char *value, struct cx_error *err)
{
	struct run_options *options = into;
	switch (row->id) {
	case OPT_LANGUAGE:
		options->language = value;
		return 0;
	case OPT_FILE:
		return run_options_add(&options->files, value, err);
	case OPT_OPTION:
		return run_options_add_choice(options, value, err);
	case OPT_JSON:
		options->json = true;
		return 0;
	case OPT_TIMINGS:
		options->timings = true;
		return 0;
	case OPT_QUIET:
		options->quiet = true;
		return 0;
	default:
		return parse_limit(&options->limits, row, value, err);
	}
}

int run_options_parse(int argc, char **argv, struct run_options *ret, struct cx_error *err)
{
	int operand = argc;
	*ret = (struct run_options){ 0 };
	const struct option_spec spec = { usage, about, rows, handle, ret };
	int result = options_parse(&spec, argc, argv, &operand, err);
	if (operand < argc) {
		ret->file = argv[operand];
		ret->args = argv + operand + 1;
	}
	if (result == 0 && !ret->file && (ret->files.len || ret->options.len))
		return cx_fail(err, CX_EINPUT, "--%s goes with FILE; a JSON request has `%s` of its own",
			       ret->files.len ? "file" : "option", ret->files.len ? "files" : "options");
	return result;
}

void run_options_done(struct run_options *options)
{
	free(options->files.items);
	free(options->options.items);
}

void run_options_move_bounds(const struct run_options *options, struct cx_limit_bounds *bounds)
{
	struct cx_limits given = options->limits;
	for (size_t i = 0; i < CX_LIMIT_RULES; i++) {
		const struct cx_limit_rule *rule = &cx_limit_rules[i];
		uint64_t value = *cx_limit_value(rule, &given);
		if (!value)
			continue;
		*cx_limit_value(rule, &bounds->def) = value;
		if (value > *cx_limit_value(rule, &bounds->max))
			*cx_limit_value(rule, &bounds->max) = value;
		if (value < *cx_limit_value(rule, &bounds->min))
			*cx_limit_value(rule, &bounds->min) = value;
	}
}
