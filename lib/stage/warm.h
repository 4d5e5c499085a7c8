/*
 * What a worker parks between two requests, and takes for the next one. lib/warm/README.md has the theory.
 */
#ifndef CX_STAGE_WARM_H
#define CX_STAGE_WARM_H

#include "codex/limits.h"
#include "stage/compiler.h"
#include "stage/job.h"
#include "stage/servers.h"

/* A compiler that stays takes seconds to start: so often in a row a language has been asked for before one does. */
enum { CX_WARM_WANTED_OFTEN = 4 };

/* A sandbox that stays: between two guests it is as empty as when it was made. */
struct cx_home {
	bool there;
	struct cx_job job; /* without a request */
};

/* One for each process. */
struct cx_warm {
	bool on;
	uint64_t memory_bytes; /* what this process may park */
	const struct cx_limit_bounds *bounds;
	const struct cx_language
		*wanted; /* the next request's, as far as can be guessed: that of the last one */
	struct cx_servers servers;
	struct cx_home homes[CX_SERVERS]; /* for the guests of each; the first where there are none */
	unsigned wanted_times;		  /* in a row; a service's language is wanted from the start */
	bool parked;
	struct cx_job job;  /* that is parked; without a request */
	uint64_t parked_us; /* when */
	bool spent;
	struct cx_job leaving;	     /* has been answered, and its sandbox is still to be emptied */
	struct cx_compiler compiler; /* for the language that is wanted, where that helps */
	uint64_t rested_us;	     /* when what could be made ready was begun */
	uint64_t needs_us; /* what a guest took to get ready that a request waited for; 0: none did */
	bool hurried;	   /* the last request came sooner than that, or very soon */
	uint64_t retry_us; /* not before */
	uint64_t pause_us; /* after the last failure */
	const char *why;   /* nothing is parked; static */
};

/* As cx_job_open(), in what is parked if that fits. */
int cx_warm_open_job(struct cx_warm *warm, struct cx_host *host, const struct cx_language *lang,
		     const struct cx_request *req, struct cx_job *ret, struct cx_error *err);

/* As cx_job_close(); where all is dead, the rest may wait until cx_warm_rest(). */
void cx_warm_close_job(struct cx_warm *warm, struct cx_job *job);

/*
 * Between two requests: take down what has served, recycle what is too old, and park for the next one. Whatever goes
 * wrong here is tried again later. How long it may be until the next call, in µs; UINT64_MAX: for ever.
 */
uint64_t cx_warm_rest(struct cx_warm *warm, struct cx_host *host);

/* Nothing is parked any more. */
void cx_warm_done(struct cx_warm *warm);

#endif
