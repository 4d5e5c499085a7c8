/*
 * One request on its way through a slot: what was leased and written for it, and what every stage needs to know.
 */
#ifndef CX_STAGE_JOB_H
#define CX_STAGE_JOB_H

#include "codex/request.h"
#include "codex/result.h"
#include "codex/timings.h"
#include "language/language.h"
#include "sandbox/guardian.h"
#include "sandbox/host.h"
#include "sandbox/slots.h"
#include "sandbox/view.h"
#include "supervise/supervisor.h"
#include "warm/server.h"

/* A guest that was started before its request, and what it was started with. */
struct cx_job_guest {
	struct cx_waiting_guest waiting; /* .job_fd -1: there is none */
	struct cx_strings argv;		 /* expanded from run.warm */
	struct cx_strings environment;
	int ruleset_fd;	  /* for all guests that wait here; -1: not made yet */
	bool hurried;	  /* it was to get ready by the shortest way */
	uint64_t late_us; /* when it was ready, where the request had to wait for it; else 0 */
};

#define CX_JOB_GUEST_NONE                                          \
	{                                                          \
		.waiting = CX_WAITING_GUEST_NONE, .ruleset_fd = -1 \
	}

/* What is known of a sandbox that one guest after another waits in; all 0: it serves one request. */
struct cx_job_home {
	unsigned guests;	 /* that have waited in it */
	unsigned turn;		 /* which of the worker's it is */
	uint64_t server_born_us; /* of the fork server that its guardian is a copy of; 0: it is none */
};

struct cx_compiler;

struct cx_job {
	struct cx_host *host;
	const struct cx_language *lang;
	const struct cx_request *req;
	struct cx_strings option_values;   /* in the order of lang->options */
	struct cx_strings variable_values; /* in the order of lang->variables */
	struct cx_strings sources;	   /* names of the source files, the main one first */
	struct cx_view view;
	struct cx_slot slot;
	const char *paths[CX_SLOT_DIRS]; /* of the slot's directories, as the guest has them */
	struct cx_guardian guardian;
	bool settled;		       /* the guardian is ready, and `paths` are known */
	struct cx_error denied;	       /* why there is no guardian yet */
	struct cx_compiler *compiler;  /* a sandbox to compile in; NULL: this one */
	struct cx_fork_server *server; /* that makes the guardian; NULL: it is forked from us */
	struct cx_job_guest guest;
	struct cx_job_home home;
	bool unsound;	      /* something went wrong, so that nobody knows what is left of it */
	enum cx_start start;  /* how its program was started */
	const char *cold_why; /* why not warm; static */
	struct cx_timings timings;
};

/*
 * What is chosen for a request before a slot is leased: options, variables, names, the view. cx_job_forget() undoes it;
 * after -1 there is nothing to undo.
 */
int cx_job_plan(struct cx_host *host, const struct cx_language *lang, const struct cx_request *req,
		struct cx_job *ret, struct cx_error *err);
void cx_job_forget(struct cx_job *job);

/*
 * Choose options, read variables, lease a slot, start its guardian, write the files.
 * CX_EINPUT for a wrong option, CX_EBUSY without a slot. After -1 there is nothing to close.
 */
int cx_job_open(struct cx_host *host, const struct cx_language *lang, const struct cx_request *req,
		struct cx_job *ret, struct cx_error *err);

/*
 * The same in a slot that is leased already, emptied and with a guardian of its own: nothing of what ran there before
 * is left. On success the lease is the job's; after -1 it is still the caller's.
 */
int cx_job_open_in(struct cx_slot *slot, struct cx_host *host, const struct cx_language *lang,
		   const struct cx_request *req, struct cx_job *ret, struct cx_error *err);

/*
 * The same sandbox for another request, as empty as it was: guardian, namespaces and mounts stay, a guest that has
 * waited in vain, too; what was chosen for the request is gone, and its files. -1: it must be closed. Only where the
 * guardian sees all that a guest starts and a filter keeps guests from all that outlives them.
 */
int cx_job_renew(struct cx_job *job, struct cx_error *err);

/* The same request once more, in the same sandbox, renewed. */
int cx_job_again(struct cx_job *job, struct cx_error *err);

/* A sandbox more for the same request, without a lease of its own: while one is used, the other waits. */
int cx_job_open_beside(const struct cx_job *job, struct cx_job *ret, struct cx_error *err);

/* End the job but keep the lease: everything is dead and the slot is empty when this returns. */
void cx_job_leave(struct cx_job *job, struct cx_slot *ret_slot);

/* Everything is dead and the slot is empty and free when this returns. */
void cx_job_close(struct cx_job *job);

/* One process of a stage. */
struct cx_step {
	const struct cx_stage_rule *rule;
	const struct cx_strings *argv; /* (template) */
	const struct cx_strings *args; /* added behind it as they are; NULL: none */
	const char *prelude;	       /* what may be read on the view's shelf; NULL: nothing */
	const struct cx_limits *limits;
	const struct cx_bytes *input; /* NULL: none */
	bool combined;
	bool build_writable;
};

/* What a stage would start and with which environment, the same for every slot: a part of what it is known by. */
int cx_job_describe(const struct cx_job *job, const struct cx_stage_rule *rule, struct cx_strings *ret,
		    struct cx_error *err);

/* Wait until `paths` are known. It is what takes longest, so whoever does not need them leaves it to the first step. */
int cx_job_await_guardian(struct cx_job *job, struct cx_error *err);

int cx_job_step(struct cx_job *job, const struct cx_step *step, struct cx_outcome *ret, struct cx_error *err);

#endif
