/* The sockets that workers accept from. */
#ifndef FRAME_SOCKETS_H
#define FRAME_SOCKETS_H

#include "codex/error.h"

/*
 * Make the directory of the sockets, for us alone (0700), and lock it for one master. The lock lasts as long as
 * the descriptor that is returned; -1 and *err when another master has it.
 */
int sockets_lock(const char *dir, struct cx_error *err);

/* Listen at DIR/NAME.sock, for us alone (0600), in the place of a stale one. Non-blocking. -1: *err. */
int sockets_listen(const char *dir, const char *name, unsigned backlog, struct cx_error *err);
void sockets_remove(const char *dir, const char *name);

/* Listen at a loopback address, "127.0.0.1:9000" or "[::1]:9000". */
int sockets_listen_tcp(const char *address, unsigned backlog, struct cx_error *err);

/* A listening socket that we were started with as descriptor 0, as FastCGI's process managers do; -1: there is none. */
int sockets_inherited(void);

#endif
