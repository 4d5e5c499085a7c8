#include "verdict.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "streams.h"

static const double us_per_s = 1e6;
static const double bytes_per_mb = 1024 * 1024;

/* The pieces of the line, joined by commas: "success, exit 0, 0.021 s, 9.1 MB". */
struct line {
	char text[400];
	size_t len;
};

static void add(struct line *line, const char *fmt, ...) CX_PRINTF(2, 3);

static void add(struct line *line, const char *fmt, ...)
{
	size_t room = sizeof(line->text) - line->len;
	va_list args;
	va_start(args, fmt);
	int len = vsnprintf(line->text + line->len, room, fmt, args);
	va_end(args);
	if (len > 0)
		line->len += (size_t)len < room ? (size_t)len : room - 1;
}

static void print_line(const struct cx_result *res)
{
	struct line line = { .len = 0 };
	char name[16];
	add(&line, "%s", cx_status_name(res->status));
	if (res->signal)
		add(&line, ", %s", cx_signal_name(res->signal, name));
	else if (res->exit_code >= 0)
		add(&line, ", exit %d", res->exit_code);
	if (res->limit.limit != CX_LIMIT_NONE)
		add(&line, ", limit %s (%s)", cx_limit_name(res->limit.limit), res->limit.source);
	if (res->status == CX_COMPILE_ERROR)
		add(&line, ", compiled for %.3f s", (double)res->compile.wall_us / us_per_s);
	else
		add(&line, ", %.3f s", (double)res->wall_us / us_per_s);
	if (res->memory_source)
		add(&line, ", %.1f MB", (double)res->memory_bytes / bytes_per_mb);
	complain("%s", line.text);
	if (res->output_truncated)
		complain("note: the output was cut");
	for (size_t i = 0; i < res->blocked.len; i++)
		complain("note: the sandbox refused %s", res->blocked.items[i]);
	for (size_t i = 0; i < res->notices.len; i++)
		complain("note: %s", res->notices.items[i]);
}

static bool ends_line(const struct cx_bytes *text)
{
	return text->len == 0 || text->data[text->len - 1] == '\n';
}

int verdict_print(const struct cx_result *res, bool quiet, struct cx_error *err)
{
	/* A compiler's warnings; what it says when it refuses is in `error`. */
	if (res->status != CX_COMPILE_ERROR &&
	    write_all(STDERR_FILENO, res->compile.output.data, res->compile.output.len, err) < 0)
		return -1;
	if (write_all(STDOUT_FILENO, res->output.data, res->output.len, err) < 0 ||
	    write_all(STDERR_FILENO, res->error.data, res->error.len, err) < 0)
		return -1;
	if (quiet)
		return 0;
	if (!ends_line(&res->error) ||
	    (isatty(STDOUT_FILENO) && res->error.len == 0 && !ends_line(&res->output)))
		fputc('\n', stderr);
	print_line(res);
	return 0;
}

void verdict_print_timings(const struct cx_timings *timings)
{
	static const double us_per_ms = 1e3;
	uint64_t total_us = 0;
	for (int i = 0; i < CX_TIME_COUNT; i++) {
		total_us += timings->us[i];
		fprintf(stderr, "%-10s %9.3f ms\n", cx_time_name((enum cx_time)i),
			(double)timings->us[i] / us_per_ms);
	}
	fprintf(stderr, "%-10s %9.3f ms\n", "total", (double)total_us / us_per_ms);
}
