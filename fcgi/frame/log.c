#include "log.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { MAX_FIELDS = 20 };

static char service_name[64] = "codex";

void log_open(const char *service)
{
	snprintf(service_name, sizeof(service_name), "%s", service);
}

static void format_time(char text[static 32])
{
	struct timespec now;
	struct tm utc;
	clock_gettime(CLOCK_REALTIME, &now);
	gmtime_r(&now.tv_sec, &utc);
	size_t len = strftime(text, 32, "%Y-%m-%dT%H:%M:%S", &utc);
	snprintf(text + len, 32 - len, ".%03ldZ", now.tv_nsec / 1000000);
}

void log_fields(enum log_level level, const char *message, const struct cx_log_field *fields, size_t len)
{
	static const char *const names[] = { "info", "warning", "error" };
	char now[32];
	struct cx_log_field all[MAX_FIELDS] = {
		{ .name = "time", .text = now },
		{ .name = "level", .text = names[level] },
		{ .name = "service", .text = service_name },
		{ .name = "message", .text = message },
	};
	struct cx_bytes line = { 0 };
	struct cx_error err;
	size_t count = 4;
	if (!service_name[0])
		return;
	format_time(now);
	for (size_t i = 0; i < len && count < MAX_FIELDS; i++)
		all[count++] = fields[i];
	if (cx_log_format(all, count, &line, &err) < 0)
		return;
	line.data[line.len] = '\n'; /* in the place of the NUL that is always behind */
	ssize_t written = write(STDERR_FILENO, line.data, line.len + 1);
	(void)written; /* nobody can be told */
	free(line.data);
}

void log_line(enum log_level level, const char *fmt, ...)
{
	char message[600];
	va_list args;
	va_start(args, fmt);
	vsnprintf(message, sizeof(message), fmt, args);
	va_end(args);
	log_fields(level, message, NULL, 0);
}
