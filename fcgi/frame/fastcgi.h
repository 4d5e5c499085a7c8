/* Requests over FastCGI: the only place that knows libfcgi. */
#ifndef FRAME_FASTCGI_H
#define FRAME_FASTCGI_H

#include "site.h"

/* Once per process. */
int fastcgi_init(struct cx_error *err);

/*
 * Accept one connection from a non-blocking listening socket, serve its request, close it.
 * A connection that does not bring a whole request within @read_seconds, or does not take its answer within as long, is given up.
 * Returns true when there was a request, false when there was none (any more) or only garbage.
 */
bool fastcgi_serve(int listen_fd, unsigned read_seconds, const struct site *site);

#endif
