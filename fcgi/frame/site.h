/* The routes of a program, and the way of a request through them. */
#ifndef FRAME_SITE_H
#define FRAME_SITE_H

#include "auth.h"
#include "board.h"
#include "http.h"
#include "metrics.h"

/* Who is let in. */
enum site_access {
	SITE_OPEN,    /* everybody */
	SITE_LOCAL,   /* who calls from this machine, else as CALLER */
	SITE_CALLER,  /* a token, unless anonymous calls are served */
	SITE_WATCHER, /* who calls from this machine, else a token, also where anonymous calls are served */
};

struct site_exchange {
	const struct http_request *request;
	const struct site *site;
	void *app; /* of the program */
	enum auth_caller caller;
};

/*
 * Fill the answer and return 0; or return -1 with *err, which becomes the answer.
 * After CX_ECANCELLED nothing is answered: the client has gone.
 */
typedef int site_handler(const struct site_exchange *exchange, struct http_answer *ret, struct cx_error *err);

struct site_route {
	const char *method; /* GET (and so HEAD), or POST with a JSON body */
	const char *path;   /* with "*" at its end: that, and one path segment more */
	enum site_access access;
	site_handler *handle;
};

struct site {
	const char *service;
	unsigned workers;		 /* that serve requests: the first on the board */
	const struct site_route *routes; /* ends with one without a path */
	const struct auth *auth;
	const char *cors_origin;    /* NULL: off */
	struct metrics *metrics;    /* NULL: not counted */
	struct board *board;	    /* NULL: always ready */
	struct trace_queue *traces; /* NULL: nothing is traced */
	/* Between two requests, of those workers: how long the next call may be off, in µs. NULL: nothing to do. */
	uint64_t (*rest)(void *app, unsigned *ret_parked);
	uint64_t queue_us; /* a request that waited longer is refused; 0: never */
	void *app;
};

/* The metrics that every site counts: rows for a program's table. */
#define SITE_METRICS                                                                                    \
	{ "codex_http_requests_total",                                                                  \
	  METRIC_COUNTER,                                                                               \
	  "Requests by route and HTTP status.",                                                         \
	  { "route", "status" } },                                                                      \
		{ "codex_http_request_duration_seconds",                                                \
		  METRIC_SECONDS,                                                                       \
		  "Time from taking a request over to its answer.",                                     \
		  { "route", NULL } },                                                                  \
		{ "codex_queue_duration_seconds",                                                       \
		  METRIC_SECONDS,                                                                       \
		  "Time that requests waited for a worker.",                                            \
		  { NULL, NULL } },                                                                     \
		{ "codex_worker_restarts_total",                                                        \
		  METRIC_COUNTER,                                                                       \
		  "Workers that died and were replaced.",                                               \
		  { NULL, NULL } },                                                                     \
		{ "codex_parked", METRIC_GAUGE, "Sandboxes that wait for a request.", { NULL, NULL } }, \
		{ "codex_workers", METRIC_GAUGE, "Workers that serve requests.", { NULL, NULL } },      \
		{ "codex_workers_busy",                                                                 \
		  METRIC_GAUGE,                                                                         \
		  "Workers that serve a request just now.",                                             \
		  { NULL, NULL } },                                                                     \
		{ "codex_spans_sent_total",                                                             \
		  METRIC_COUNTER,                                                                       \
		  "Spans that a collector has taken.",                                                  \
		  { NULL, NULL } },                                                                     \
		{ "codex_spans_dropped_total",                                                          \
		  METRIC_COUNTER,                                                                       \
		  "Spans that were not sent.",                                                          \
		  { NULL, NULL } },                                                                     \
	{                                                                                               \
		"codex_uptime_seconds", METRIC_GAUGE, "Time since the service was started.",            \
		{                                                                                       \
			NULL, NULL                                                                      \
		}                                                                                       \
	}

/* The whole way of one request; *ret is always an answer. Released with http_answer_done(). */
void site_answer(const struct site *site, struct http_request *req, struct http_answer *ret);

#endif
