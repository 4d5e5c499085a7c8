#include "options.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "suggest.h"

enum { MAX_OPTIONS = 32, HELP_COLUMN = 26 };

static const struct option_row help_row = { "help", 'h', NULL, "print this and exit", 0 };

/* The rows as getopt wants them. getopt answers 1 + index of the row, 0 for --help. */
struct getopt_tables {
	struct option longs[MAX_OPTIONS + 2];
	char shorts[3 * MAX_OPTIONS + 6];
};

static void fill_tables(const struct option_row *rows, struct getopt_tables *tables)
{
	char *next = tables->shorts;
	size_t count = 0;
	*next++ = '+'; /* what follows the first operand belongs to the program */
	*next++ = ':';
	*next++ = help_row.letter;
	for (; count < MAX_OPTIONS && rows[count].name; count++) {
		const struct option_row *row = &rows[count];
		tables->longs[count] =
			(struct option){ row->name, row->value ? required_argument : no_argument, NULL,
					 256 + (int)count };
		if (!row->letter)
			continue;
		*next++ = row->letter;
		if (row->value)
			*next++ = ':';
	}
	*next = '\0';
	tables->longs[count] = (struct option){ help_row.name, no_argument, NULL, help_row.letter };
	tables->longs[count + 1] = (struct option){ NULL, 0, NULL, 0 };
}

static void print_row(const struct option_row *row)
{
	char left[64];
	snprintf(left, sizeof(left), "  %c%c%s--%s%s%s", row->letter ? '-' : ' ',
		 row->letter ? row->letter : ' ', row->letter ? ", " : "  ", row->name, row->value ? " " : "",
		 row->value ? row->value : "");
	if (strlen(left) >= HELP_COLUMN)
		printf("%s\n%*s%s\n", left, HELP_COLUMN, "", row->help);
	else
		printf("%-*s%s\n", HELP_COLUMN, left, row->help);
}

static void print_help(const struct option_spec *spec)
{
	printf("usage: %s\n\n%s\n\n", spec->usage, spec->about);
	for (const struct option_row *row = spec->rows; row->name; row++)
		print_row(row);
	print_row(&help_row);
}

static const struct option_row *row_of(const struct option_row *rows, int answer)
{
	if (answer >= 256)
		return &rows[answer - 256];
	for (; rows->name; rows++)
		if (rows->letter == answer)
			return rows;
	return NULL;
}

static int fail_unknown(const struct option_spec *spec, const char *word, struct cx_error *err)
{
	if (strncmp(word, "--", 2))
		return cx_fail(err, CX_EINPUT, "unknown option '-%c'", optopt);
	char name[64];
	snprintf(name, sizeof(name), "%.*s", (int)strcspn(word + 2, "="), word + 2);
	const char *nearest = suggest_name(name, spec->rows, sizeof(*spec->rows));
	if (nearest)
		return cx_fail(err, CX_EINPUT, "unknown option '--%s'; did you mean '--%s'?", name, nearest);
	return cx_fail(err, CX_EINPUT, "unknown option '--%s'", name);
}

static int parse_one(const struct option_spec *spec, int answer, const char *word, struct cx_error *err)
{
	const struct option_row *row = row_of(spec->rows, answer == ':' ? optopt : answer);
	if (answer == ':' && row)
		return cx_fail(err, CX_EINPUT, "option '--%s' needs a value: %s", row->name, row->value);
	if (answer == '?' && optopt >= 256)
		return cx_fail(err, CX_EINPUT, "option '--%s' takes no value", spec->rows[optopt - 256].name);
	if (answer == '?' || !row)
		return fail_unknown(spec, word, err);
	return spec->handler(spec->into, row, row->value ? optarg : NULL, err);
}

int options_parse(const struct option_spec *spec, int argc, char **argv, int *ret_operand,
		  struct cx_error *err)
{
	struct getopt_tables tables;
	int result = 0;
	fill_tables(spec->rows, &tables);
	optind = 0; /* GNU: start anew, and read the '+' again */
	opterr = 0;
	for (;;) {
		const char *word = argv[optind > 0 ? optind : 1];
		int answer = getopt_long(argc, argv, tables.shorts, tables.longs, NULL);
		if (answer == -1)
			break;
		if (answer == help_row.letter) {
			print_help(spec);
			return 1;
		}
		/* The first mistake is the one to tell; the rest still says which operand is first. */
		struct cx_error later;
		if (parse_one(spec, answer, word, result ? &later : err) < 0)
			result = -1;
	}
	*ret_operand = optind;
	return result;
}
