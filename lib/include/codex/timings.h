/* Where the time of a request goes: a stopwatch whose laps have names. */
#ifndef CODEX_TIMINGS_H
#define CODEX_TIMINGS_H

#include <stdbool.h>
#include <stdint.h>

#pragma GCC visibility push(default)

/* In the order in which a request passes them. */
enum cx_time {
	CX_TIME_CONTEXT,  /* configuration, language files */
	CX_TIME_REQUEST,  /* read and parsed */
	CX_TIME_LANGUAGE, /* chosen, its version known */
	CX_TIME_LEASE,	  /* a slot, with empty directories */
	CX_TIME_FILES,	  /* the guardian is forked, the sources are written */
	CX_TIME_GUARDIAN, /* until its namespaces and the view are there */
	CX_TIME_COMPILE,  /* all of it */
	CX_TIME_PREPARE,  /* command line, Landlock rules, cgroup */
	CX_TIME_SPAWN,	  /* up to the first instruction of the guest's program */
	CX_TIME_RUN,	  /* from there to the end of its last process */
	CX_TIME_COLLECT,  /* judged, files handed back */
	CX_TIME_RELEASE,  /* the slot is empty and free */
	CX_TIME_ANSWER,	  /* formatted and written */
	CX_TIME_COUNT,
};

struct cx_timings {
	uint64_t lap_us; /* when the last lap ended, on the monotonic clock */
	uint64_t us[CX_TIME_COUNT];
	bool shown; /* the answer has them */
};

/* Laps of an earlier request are gone. */
void cx_timings_start(struct cx_timings *timings);

/* What has passed since the last lap is added to `time`. */
void cx_timings_lap(struct cx_timings *timings, enum cx_time time);

/* "context", "request", … */
const char *cx_time_name(enum cx_time time);

#pragma GCC visibility pop

#endif
