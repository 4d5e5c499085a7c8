/* The command's own descriptors: standard streams, and signals as a descriptor. */
#ifndef CODEX_CLI_STREAMS_H
#define CODEX_CLI_STREAMS_H

#include <stdbool.h>
#include <stddef.h>

#include "codex/bytes.h"
#include "codex/error.h"

/*
 * Fill closed descriptors 0–2 with a /dev/null that can only be read: no file that is opened later
 * takes their place, and a lost answer is still an error. Writing to a closed pipe becomes an error too.
 */
void streams_protect(void);

/* A descriptor that becomes readable at SIGINT, SIGTERM or SIGHUP. -1 when there is none to be had. */
int signals_open(void);

/* The signal that has arrived there, or 0: each is told once. */
int signals_read(int signal_fd);

/* Let a signal do to us what it would have done; 0: nothing. */
void signals_raise_number(int signal_number);

/* Let the signal that has arrived there, if any, do to us what it would have done. */
void signals_raise(int signal_fd);

/**
 * Read to the end of the file.
 * @max     bytes; more is CX_ETOOLARGE
 * @cancel_fd  CX_ECANCELLED when it becomes readable; -1: never
 * @what    for messages: "the request"
 */
int read_all(int fd, size_t max, int cancel_fd, const char *what, struct cx_bytes *ret, struct cx_error *err);

/* Read a whole regular file. */
int read_file(const char *path, size_t max, struct cx_bytes *ret, struct cx_error *err);

/* Write all of it, or fail with CX_EINTERNAL. */
int write_all(int fd, const void *data, size_t len, struct cx_error *err);

/* A message for people, on stderr: "codex-run: TEXT". */
void complain(const char *fmt, ...) CX_PRINTF(1, 2);

#endif
