#include "output.h"

#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "codex/codec.h"
#include "streams.h"

bool output_is_text(enum output_form form)
{
	return form == OUTPUT_TEXT || (form == OUTPUT_AUTO && isatty(STDOUT_FILENO));
}

int output_json(const struct cx_bytes *json, struct cx_error *err)
{
	/* The NUL that follows the bytes becomes the newline: one write, one line. */
	json->data[json->len] = '\n';
	int result = write_all(STDOUT_FILENO, json->data, json->len + 1, err);
	json->data[json->len] = '\0';
	return result;
}

int output_failure(const struct cx_error *failure, const char *id, bool json)
{
	struct cx_bytes line = { 0 };
	struct cx_error second;
	complain("%s", failure->msg);
	if (json && (cx_error_format(failure, id, &line, &second) < 0 || output_json(&line, &second) < 0))
		complain("%s", second.msg);
	cx_bytes_done(&line);
	return cx_errc_exit(failure->code);
}

int output_flush(struct cx_error *err)
{
	if (fflush(stdout) == 0 && !ferror(stdout))
		return 0;
	return cx_fail_errno(err, CX_EINTERNAL, "write to stdout");
}

void table_row(struct table *table, const char *const cells[])
{
	char **grown = realloc(table->cells, (table->len + table->columns) * sizeof(*grown));
	if (!grown) {
		table->broken = true;
		return;
	}
	table->cells = grown;
	for (size_t i = 0; i < table->columns; i++) {
		char *cell = strdup(cells[i] ? cells[i] : "");
		table->broken |= !cell;
		table->cells[table->len++] = cell;
	}
}

static void measure(const struct table *table, size_t widths[])
{
	for (size_t i = 0; i < table->len; i++) {
		size_t len = strlen(table->cells[i]);
		if (len > widths[i % table->columns])
			widths[i % table->columns] = len;
	}
}

static size_t terminal_width(void)
{
	struct winsize size;
	if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0)
		return size.ws_col;
	return 10000; /* a file or a pipe: one row stays one line */
}

/* Print text that starts at column `indent`, broken at spaces so that it ends before `width`. */
static void print_wrapped(const char *text, size_t indent, size_t width)
{
	size_t room = width > indent + 20 ? width - indent : 10000;
	while (strlen(text) > room) {
		size_t len = room;
		while (len > 0 && text[len] != ' ')
			len--;
		if (len == 0)
			break;
		printf("%.*s\n%*s", (int)len, text, (int)indent, "");
		text += len + 1;
	}
	puts(text);
}

static void print_table_row(const struct table *table, char **cells, const size_t widths[], size_t width)
{
	size_t indent = 0;
	size_t last = table->columns - 1;
	while (last > 0 && !*cells[last]) /* no spaces at the end of a line */
		last--;
	for (size_t i = 0; i < last; i++) {
		printf("%-*s  ", (int)widths[i], cells[i]);
		indent += widths[i] + 2;
	}
	print_wrapped(cells[last], indent, width);
}

int table_print(struct table *table, struct cx_error *err)
{
	size_t widths[TABLE_COLUMNS] = { 0 };
	size_t width = terminal_width();
	int result = 0;
	if (table->broken) {
		result = cx_fail_oom(err);
	} else {
		measure(table, widths);
		for (size_t i = 0; i < table->len; i += table->columns)
			print_table_row(table, table->cells + i, widths, width);
		result = output_flush(err);
	}
	for (size_t i = 0; i < table->len; i++)
		free(table->cells[i]);
	free(table->cells);
	*table = (struct table){ .columns = table->columns };
	return result;
}
