/* The fork servers of a worker, which take turns (lib/warm/README.md). */
#ifndef CX_STAGE_SERVERS_H
#define CX_STAGE_SERVERS_H

#include "language/language.h"
#include "sandbox/host.h"
#include "warm/server.h"

/*
 * Forks of one server share what a runtime draws when it starts: the seed of its hashes, the places of things in memory.
 * So there are some that take turns, and each is replaced after a while.
 */
enum { CX_SERVERS = 2 };

struct cx_servers {
	const struct cx_language *served;
	struct cx_fork_server each[CX_SERVERS];
	unsigned turn; /* which made the last guest */
	uint64_t retry_us;
	uint64_t pause_us;
};

/* Keep them running, for this language. False: one is just starting, and there may be more to park soon. */
bool cx_servers_tend(struct cx_servers *servers, struct cx_host *host, const struct cx_language *lang);

/* The next one that is ready, in turn; NULL: none is. */
struct cx_fork_server *cx_servers_next(struct cx_servers *servers);

void cx_servers_stop(struct cx_servers *servers);

#endif
