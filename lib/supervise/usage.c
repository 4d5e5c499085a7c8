#include "supervise/usage.h"

#include <time.h>

#include "base/proc.h"
#include "supervise/patience.h"

enum { MAX_PROCESSES = CX_USAGE_MAX_PROCESSES, BORROWED_US = 100 * 1000 };

struct processes {
	const pid_t *pids;
	size_t len;
	uint64_t enough;
};

/* Shared pages count once, as far as the host lets us see: honest programs fork after they have read their data. */
static uint64_t share_memory(const void *argument)
{
	const struct processes *all = argument;
	uint64_t sum = 0;
	for (size_t i = 0; i < all->len && sum <= all->enough; i++) {
		uint64_t share;
		sum += cx_proc_memory_share(all->pids[i], &share) ? share : cx_proc_memory(all->pids[i]);
	}
	return sum;
}

struct seen {
	uint64_t memory;
	size_t parent;
};

/*
 * Until it executes a program, a child of vfork(2), or of posix_spawn(3), has its parent's memory and no copy, and its
 * parent waits: counted twice, half of the limit would be all that who starts programs may use. Who forks, and makes
 * it look like this, is believed for as long as a busy machine may take to let a child execute, and no longer.
 */
static bool borrows_memory(const struct seen *child, uint64_t age_us, const struct seen *parent,
			   pid_t parent_pid)
{
	uint64_t apart = child->memory > parent->memory ? child->memory - parent->memory
							: parent->memory - child->memory;
	return age_us < BORROWED_US && apart <= parent->memory / 8 && cx_proc_waits(parent_pid);
}

static uint64_t since_boot_us(void)
{
	struct timespec now;
	clock_gettime(CLOCK_BOOTTIME, &now);
	return (uint64_t)now.tv_sec * 1000000 + (uint64_t)now.tv_nsec / 1000;
}

void cx_usage_sample(pid_t guardian, uint64_t memory_limit, uint64_t tasks, struct cx_usage *ret)
{
	struct cx_proc_stat stat;
	struct cx_usage usage = { 0 };
	pid_t pids[MAX_PROCESSES], owners[MAX_PROCESSES];
	struct seen seen[MAX_PROCESSES];
	size_t owners_len = 0;
	uint64_t now_us = since_boot_us();
	if (cx_proc_read_stat(guardian, &stat)) {
		usage.user_us = stat.reaped_user_us;
		usage.system_us = stat.reaped_system_us;
	}
	size_t len = cx_proc_children(guardian, 1, pids, 0, MAX_PROCESSES);
	for (size_t i = 0; i < len; i++)
		seen[i].parent = i; /* its own: the guardian's memory is none of the run's */
	for (size_t i = 0; i < len; i++) {
		struct seen *one = &seen[i];
		one->memory = 0;
		if (!cx_proc_read_stat(pids[i], &stat))
			continue;
		usage.user_us += stat.user_us + stat.reaped_user_us;
		usage.system_us += stat.system_us + stat.reaped_system_us;
		usage.processes++;
		usage.tasks += stat.threads;
		one->memory = cx_proc_memory(pids[i]);
		if (one->parent == i ||
		    !borrows_memory(one, now_us - stat.started_us, &seen[one->parent], pids[one->parent])) {
			usage.memory_bytes += one->memory;
			owners[owners_len++] = pids[i];
		}
		size_t before = len;
		/* Each thread has its own list of children: a runtime with many of them makes that dear. */
		if (usage.tasks < tasks)
			len = cx_proc_children(pids[i], stat.threads, pids, len, MAX_PROCESSES);
		for (size_t child = before; child < len; child++)
			seen[child].parent = i;
	}
	/* Who keeps us from looking, by changing its memory map all the time, is believed to have all of it. */
	struct processes all = { owners, owners_len, memory_limit };
	uint64_t shared;
	if (usage.memory_bytes > memory_limit && owners_len > 1 &&
	    cx_patience_look(share_memory, &all, &shared))
		usage.memory_bytes = shared;
	*ret = usage;
}

size_t cx_usage_processes(pid_t guardian, pid_t *pids, size_t max)
{
	struct cx_proc_stat stat;
	size_t len = cx_proc_children(guardian, 1, pids, 0, max);
	for (size_t i = 0; i < len; i++)
		if (cx_proc_read_stat(pids[i], &stat))
			len = cx_proc_children(pids[i], stat.threads, pids, len, max);
	return len;
}

uint64_t cx_usage_waited_us(pid_t guardian)
{
	pid_t pids[MAX_PROCESSES];
	uint64_t longest = 0;
	size_t len = cx_proc_children(guardian, 1, pids, 0, MAX_PROCESSES);
	for (size_t i = 0; i < len; i++) {
		struct cx_proc_stat stat;
		uint64_t waited_us = cx_proc_waited_us(pids[i]);
		if (waited_us > longest)
			longest = waited_us;
		if (cx_proc_read_stat(pids[i], &stat))
			len = cx_proc_children(pids[i], stat.threads, pids, len, MAX_PROCESSES);
	}
	return longest;
}
