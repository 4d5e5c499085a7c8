/* What a run uses, over all of its processes, from /proc. */
#ifndef CX_SUPERVISE_USAGE_H
#define CX_SUPERVISE_USAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct cx_usage {
	uint64_t user_us; /* of the living and of those that the guardian or their parents reaped */
	uint64_t system_us;
	uint64_t memory_bytes; /* now; see cx_proc_memory() */
	uint32_t processes;
	uint32_t tasks;		/* threads counted */
	uint64_t refused_tasks; /* forks that failed because of the limit; only a cgroup counts them */
};

/*
 * Look at everything below the guardian. Where several processes add up to more than `memory_limit`, pages that they
 * share are divided among them before that is believed.
 * @tasks  how many there are, when that is known: with the last one found, nobody's children are looked for; UINT64_MAX
 */
void cx_usage_sample(pid_t guardian, uint64_t memory_limit, uint64_t tasks, struct cx_usage *ret);

/* The processes below the guardian, at most `max`; how many. */
enum {
	CX_USAGE_MAX_PROCESSES = 512
}; /* more than the largest limit, so that what is over a limit is seen to be */
size_t cx_usage_processes(pid_t guardian, pid_t *pids, size_t max);

/*
 * The longest time that a thread below the guardian was ready to run but had no CPU. Of the dead nothing is known any
 * more; 0 where the kernel does not tell (CONFIG_SCHED_INFO).
 */
uint64_t cx_usage_waited_us(pid_t guardian);

#endif
