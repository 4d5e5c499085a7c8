/*
 * A service: one master, and pools of single-threaded workers that it forks before there is a request.
 *
 *   nginx ──run.sock──────▶ worker, worker, … one per slot: accept, run, answer
 *         ──control.sock──▶ worker            answers also when all the others are busy
 *
 * The workers of a pool share its listening socket, whose backlog is the queue. The master serves nothing itself: it
 * replaces workers that died, hears signals, and keeps what they share.
 *
 *   SIGTERM, SIGINT  drain: runs end, what waits is refused, exit 0; a second one does not wait
 *   SIGHUP           load anew, then replace each worker as soon as it is idle; no request is lost
 *
 * When the master is killed, its workers die with it, and their guardians clear their runs away.
 */
#ifndef FRAME_SERVER_H
#define FRAME_SERVER_H

#include "config.h"
#include "metrics.h"
#include "site.h"

enum { SERVER_POOLS = 4 };

struct server_pool {
	const char *name; /* of its socket: NAME.sock; and of its processes */
	unsigned workers;
	bool watches; /* answers while the others drain, so it ends after them */
	bool exports; /* of the frame: it accepts nothing, and sends spans away */
};

/* What the frame gives to a program. */
struct server_base {
	const struct frame_config *config;
	struct metrics *metrics;
	struct board *board;
	const char *service;	    /* CODEX_SERVICE, or the program's name */
	const char *upstream_token; /* for calls of its own; NULL: none */
};

/* What a program gives to the frame: which workers there are, and what their handlers work on. */
struct server_setup {
	void *app;
	const char *state_dir; /* sockets are in its "sockets", unless CODEX_SOCKET_DIR says otherwise */
	struct server_pool pools[SERVER_POOLS];
	size_t pools_len;
	uint64_t queue_us;   /* longest wait of a request for a worker */
	uint64_t longest_us; /* of a request; a worker that is busy for longer is replaced */
};

/* An option of a program's own, which is all that there is to do then. */
struct server_option {
	const char *name; /* with its dashes */
	const char *help;
	int (*run)(void); /* returns the exit status */
};

struct server_program {
	const char *name;
	const char *usage;		     /* for --help: what it is, and its routes */
	const struct server_option *options; /* ends with one without a name; NULL: none */
	const struct site_route *routes;
	const struct metric *metrics;  /* SITE_METRICS and its own */
	unsigned readers;	       /* what it is of the variables: bits of enum cx_env_reader */
	struct config_table variables; /* its own */
	bool sends_upstream_token;     /* CODEX_UPSTREAM_TOKEN goes with its own calls, and lets nobody in */
	/*
	 * In the master, before any worker is forked, and again at SIGHUP: then a failure leaves all as it was.
	 * The pools must come out the same each time.
	 */
	int (*load)(const struct server_base *base, struct server_setup *ret, struct cx_error *err);
	void (*unload)(struct server_setup *setup);
	/* In the master, with the watching workers at work already: what takes seconds. NULL: nothing does. */
	void (*prepare)(struct server_setup *setup);
	/* In a worker that does not watch, between two requests; see struct site. NULL: nothing to do. */
	uint64_t (*rest)(void *app, unsigned *ret_parked);
};

/* The program's main(): options, configuration, then CGI or the service. Returns the exit status. */
int server_main(const struct server_program *program, int argc, char **argv);

#endif
