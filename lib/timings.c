#include "codex/timings.h"

#include "base/clock.h"

void cx_timings_start(struct cx_timings *timings)
{
	*timings = (struct cx_timings){ .lap_us = cx_now_us(), .shown = timings->shown };
}

void cx_timings_lap(struct cx_timings *timings, enum cx_time time)
{
	uint64_t now_us = cx_now_us();
	timings->us[time] += now_us - timings->lap_us;
	timings->lap_us = now_us;
}

const char *cx_time_name(enum cx_time time)
{
	static const char *const names[] = {
		[CX_TIME_CONTEXT] = "context",	 [CX_TIME_REQUEST] = "request",
		[CX_TIME_LANGUAGE] = "language", [CX_TIME_LEASE] = "lease",
		[CX_TIME_GUARDIAN] = "guardian", [CX_TIME_FILES] = "files",
		[CX_TIME_COMPILE] = "compile",	 [CX_TIME_PREPARE] = "prepare",
		[CX_TIME_SPAWN] = "spawn",	 [CX_TIME_RUN] = "run",
		[CX_TIME_COLLECT] = "collect",	 [CX_TIME_RELEASE] = "release",
		[CX_TIME_ANSWER] = "answer",
	};
	return names[time];
}
