#include "supervise/watch.h"

#include <signal.h>
#include <stdio.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/tree.h"

enum {
	INTERVAL_US = 5000,
	DISK_INTERVAL_US = 50 * 1000,
	DISK_COST_SHARE = 20, /* measuring the directory takes at most this part of the time */
	CROWDED_US = 1000 * 1000,
};

void cx_limit_hit_set(struct cx_limit_hit *hit, enum cx_limit limit, uint64_t value, const char *source)
{
	*hit = (struct cx_limit_hit){ .limit = limit, .value = value };
	snprintf(hit->source, sizeof(hit->source), "%s", source);
}

void cx_watch_start(struct cx_watch *watch, const struct cx_limits *limits, const struct cx_slot *slot,
		    pid_t guardian)
{
	struct cx_usage before;
	cx_usage_sample(guardian, UINT64_MAX, &before);
	*watch = (struct cx_watch){
		.limits = limits,
		.slot = slot,
		.guardian = guardian,
		.user_us_before = before.user_us,
		.system_us_before = before.system_us,
		.next_disk_us = cx_now_us() + DISK_INTERVAL_US,
		.started_us = cx_now_us(),
	};
}

uint64_t cx_watch_interval_us(const struct cx_watch *watch)
{
	static const uint64_t first_us[] = { 1000, 2000, 3000 };
	if (watch->looks < sizeof(first_us) / sizeof(first_us[0]))
		return first_us[watch->looks];
	return INTERVAL_US;
}

static void measure_disk(const struct cx_watch *watch, struct cx_tree_size *ret)
{
	*ret = (struct cx_tree_size){ 0 };
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		cx_tree_measure(watch->slot->dirs[i], watch->limits->disk_bytes, ret);
}

static bool disk_is_full(const struct cx_watch *watch, const struct cx_tree_size *size,
			 struct cx_limit_hit *ret)
{
	if (size->bytes <= watch->limits->disk_bytes && !size->too_deep)
		return false;
	cx_limit_hit_set(ret, CX_LIMIT_DISK, watch->limits->disk_bytes,
			 size->too_deep ? "directory depth" : "directory size");
	return true;
}

static bool look_at_disk(struct cx_watch *watch, struct cx_limit_hit *ret)
{
	uint64_t start_us = cx_now_us();
	if (start_us < watch->next_disk_us)
		return false;
	struct cx_tree_size size;
	measure_disk(watch, &size);
	uint64_t cost_us = cx_now_us() - start_us;
	uint64_t pause_us = cost_us * DISK_COST_SHARE;
	watch->next_disk_us = cx_now_us() + (pause_us > DISK_INTERVAL_US ? pause_us : DISK_INTERVAL_US);
	return disk_is_full(watch, &size, ret);
}

/*
 * Where the kernel holds the limit, a run cannot be over it, and a refused fork kills nobody. But a run that stays at its limit for a whole second and spends most of that
 * second's CPU time in the kernel, is a fork bomb that does nothing but ask again.
 */
static bool is_fork_bomb(struct cx_watch *watch, const struct cx_usage *usage)
{
	uint64_t now_us = cx_now_us();
	if (usage->tasks < watch->limits->processes) {
		watch->crowded_since_us = 0;
		return false;
	}
	if (!watch->crowded_since_us) {
		watch->crowded_since_us = now_us;
		watch->crowded_usage = *usage;
		return false;
	}
	if (now_us - watch->crowded_since_us < CROWDED_US)
		return false;
	uint64_t user_us = usage->user_us - watch->crowded_usage.user_us;
	uint64_t system_us = usage->system_us - watch->crowded_usage.system_us;
	bool busy = user_us + system_us > CROWDED_US / 2;
	watch->crowded_since_us = now_us;
	watch->crowded_usage = *usage;
	return busy && system_us > user_us;
}

static void look_at_wait(struct cx_watch *watch)
{
	uint64_t waited_us = cx_usage_waited_us(watch->guardian);
	if (waited_us > watch->waited_us)
		watch->waited_us = waited_us;
}

uint64_t cx_watch_extend_us(struct cx_watch *watch)
{
	uint64_t most_us = watch->limits->wall_us * (CX_WATCH_MAX_STRETCH - 1);
	if (!watch->wait_is_free)
		return 0;
	look_at_wait(watch);
	uint64_t due_us = watch->waited_us < most_us ? watch->waited_us : most_us;
	uint64_t more_us = due_us > watch->granted_us ? due_us - watch->granted_us : 0;
	watch->granted_us += more_us;
	return more_us;
}

bool cx_watch_look(struct cx_watch *watch, struct cx_limit_hit *ret)
{
	const struct cx_limits *limits = watch->limits;
	struct cx_usage usage;
	cx_usage_sample(watch->guardian, limits->memory_bytes, &usage);
	watch->looks++;
	/* Later looks only: most runs are over long before their wall time is. */
	if (watch->wait_is_free && cx_now_us() - watch->started_us > limits->wall_us / 2)
		look_at_wait(watch);
	if (usage.memory_bytes > watch->peak_memory)
		watch->peak_memory = usage.memory_bytes;
	if (usage.tasks > watch->peak_tasks)
		watch->peak_tasks = usage.tasks;

	uint64_t cpu_us = usage.user_us + usage.system_us - watch->user_us_before - watch->system_us_before;
	if (usage.memory_bytes > limits->memory_bytes)
		cx_limit_hit_set(ret, CX_LIMIT_MEMORY, limits->memory_bytes, "sampler");
	else if (cpu_us > limits->cpu_us)
		cx_limit_hit_set(ret, CX_LIMIT_CPU, limits->cpu_us, "sampler");
	else if (usage.tasks > limits->processes || is_fork_bomb(watch, &usage))
		cx_limit_hit_set(ret, CX_LIMIT_PROCESSES, limits->processes, "sampler");
	else
		return look_at_disk(watch, ret);
	return true;
}

void cx_watch_end(struct cx_watch *watch, const struct cx_guest_end *end, struct cx_limit_hit *ret)
{
	const struct cx_limits *limits = watch->limits;
	bool signalled = WIFSIGNALED(end->wait_status);
	bool clean = WIFEXITED(end->wait_status) && WEXITSTATUS(end->wait_status) == 0;
	struct cx_tree_size size;
	measure_disk(watch, &size);

	if (end->user_us + end->system_us > limits->cpu_us)
		cx_limit_hit_set(ret, CX_LIMIT_CPU, limits->cpu_us, "rusage");
	else if (signalled && WTERMSIG(end->wait_status) == SIGXCPU)
		cx_limit_hit_set(ret, CX_LIMIT_CPU, limits->cpu_us, "rlimit");
	else if (end->wall_us > limits->wall_us + (watch->wait_is_free ? watch->waited_us : 0))
		cx_limit_hit_set(ret, CX_LIMIT_WALL, limits->wall_us, "clock");
	else if (signalled && WTERMSIG(end->wait_status) == SIGXFSZ)
		cx_limit_hit_set(ret, CX_LIMIT_FILE_SIZE, limits->file_bytes, "SIGXFSZ");
	else if (disk_is_full(watch, &size, ret))
		return;
	else if (!clean && size.largest_file >= limits->file_bytes)
		cx_limit_hit_set(ret, CX_LIMIT_FILE_SIZE, limits->file_bytes, "rlimit");
	else if (!clean &&
		 (watch->peak_tasks >= limits->processes || end->survivors + 1 >= limits->processes))
		cx_limit_hit_set(ret, CX_LIMIT_PROCESSES, limits->processes, "rlimit");
}
