/* The log: one JSON object per line on stderr, each line in one write. */
#ifndef FRAME_LOG_H
#define FRAME_LOG_H

#include "codex/service.h"

enum log_level { LOG_LEVEL_INFO, LOG_LEVEL_WARNING, LOG_LEVEL_ERROR };

/* Name every later line after this program; "": no lines are written. */
void log_open(const char *service);

/* {time, level, service, message} */
void log_line(enum log_level level, const char *fmt, ...) CX_PRINTF(2, 3);

/* The same, with further fields. */
void log_fields(enum log_level level, const char *message, const struct cx_log_field *fields, size_t len);

#endif
