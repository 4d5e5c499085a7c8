/* The limits that no single event tells of: looked at every few milliseconds, and once more at the end. */
#ifndef CX_SUPERVISE_WATCH_H
#define CX_SUPERVISE_WATCH_H

#include "codex/limits.h"
#include "codex/result.h"
#include "sandbox/guardian.h"
#include "sandbox/slots.h"
#include "supervise/usage.h"

struct cx_watch {
	const struct cx_limits *limits;
	const struct cx_slot *slot;
	pid_t guardian;
	bool sampled; /* memory is looked up in /proc: no cgroup bounds it, or files count there, too */
	uint64_t
		user_us_before; /* what the guardian's earlier guests had used, or this one while it waited */
	uint64_t system_us_before;
	unsigned looks;
	uint64_t peak_memory;
	uint32_t peak_tasks;
	uint64_t cpu_us;	   /* at the last look */
	uint64_t lost_cpu_us;	   /* of processes that ended and that nobody waited for */
	uint64_t next_disk_us;	   /* when the directory is measured next */
	uint64_t free_bytes;	   /* of the slot's file system, at the start */
	uint64_t shared_bytes;	   /* of what is sampled, that are not the run's */
	uint64_t queue_bytes;	   /* what sockets and pipes could hold, at the last look */
	uint64_t crowded_since_us; /* at the limit of processes since then; 0: not */
	struct cx_usage crowded_usage;
	bool wait_is_free;
	uint64_t started_us;
	uint64_t waited_us;  /* for a CPU, as far as it is known */
	uint64_t granted_us; /* added to the wall time for it */
	bool ended;
	struct cx_cgroup_usage in_all; /* by the cgroup, since the end */
};

/* What a run used in all. */
struct cx_total {
	uint64_t cpu_us;
	uint64_t memory_bytes;
	const char *memory_source; /* static */
};

void cx_watch_start(struct cx_watch *watch, const struct cx_limits *limits, const struct cx_slot *slot,
		    pid_t guardian);

/*
 * The guest has waited for its job: what it used until now is not the run's, nor are so many bytes of its memory. A
 * cgroup does not count them, as they are another one's.
 */
void cx_watch_forget(struct cx_watch *watch, uint64_t shared_bytes);

/* When to look next, in µs from now: soon at first, for short runs; then every few milliseconds. */
uint64_t cx_watch_interval_us(const struct cx_watch *watch);

/* True when a limit is passed: *ret says which. */
bool cx_watch_look(struct cx_watch *watch, struct cx_limit_hit *ret);

/*
 * The wall time is over: how much more there is for what the run had to wait for a CPU, since it was last asked. At
 * most CX_WATCH_MAX_STRETCH times the limit in all; 0: none.
 */
enum { CX_WATCH_MAX_STRETCH = 10 };
uint64_t cx_watch_extend_us(struct cx_watch *watch);

/* The last look, when all is dead: what passed a limit unseen, or ran into one that the kernel holds. */
void cx_watch_end(struct cx_watch *watch, const struct cx_guest_end *end, struct cx_limit_hit *ret);

/* After the last look. */
void cx_watch_total(struct cx_watch *watch, const struct cx_guest_end *end, struct cx_total *ret);

void cx_limit_hit_set(struct cx_limit_hit *hit, enum cx_limit limit, uint64_t value, const char *source);

#endif
