/*
 * A fork server as its worker sees it: a program of ours with a runtime in it, which makes guardians that can fork
 * guests out of it. README.md.
 */
#ifndef CX_WARM_SERVER_H
#define CX_WARM_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "codex/bytes.h"
#include "codex/error.h"
#include "sandbox/guardian.h"

struct cx_fork_server {
	pid_t pid; /* 0: none */
	int fd;
	bool ready;
	uint64_t born_us;
	unsigned guests; /* that were forked from it, or from its guardians: the caller's to count */
};

#define CX_FORK_SERVER_NONE \
	{                   \
		.fd = -1    \
	}

/* Start the program; it gets ready while the caller goes on. @environment  all that it gets */
int cx_fork_server_start(const struct cx_strings *argv, const struct cx_strings *environment,
			 struct cx_fork_server *ret, struct cx_error *err);

/* 1: it is ready; 0: not yet; -1: it is dead. Never waits. */
int cx_fork_server_look(struct cx_fork_server *server);

/* As cx_guardian_start(), but the guardian is a child of the server's memory, and a child of ours all the same. */
int cx_fork_server_guardian(struct cx_fork_server *server, const struct cx_slot *slot,
			    const struct cx_filter *filter, const struct cx_view *view,
			    struct cx_guardian *ret, struct cx_error *err);

/* Harmless on NONE. The guardians that it made live on. */
void cx_fork_server_stop(struct cx_fork_server *server);

#endif
