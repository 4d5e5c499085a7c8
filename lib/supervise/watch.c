#include "supervise/watch.h"

#include <signal.h>
#include <stdio.h>
#include <sys/statvfs.h>
#include <sys/wait.h>

#include "base/clock.h"
#include "base/tree.h"
#include "supervise/hidden.h"
#include "supervise/patience.h"

enum {
	INTERVAL_US = 5000,
	DISK_INTERVAL_US = 50 * 1000,
	DISK_COST_SHARE = 20,		/* measuring the directory takes at most this part of the time */
	DISK_MAX_PAUSE_US = 500 * 1000, /* but for a run that makes measuring slow */
	CROWDED_US = 1000 * 1000,
};

void cx_limit_hit_set(struct cx_limit_hit *hit, enum cx_limit limit, uint64_t value, const char *source)
{
	*hit = (struct cx_limit_hit){ .limit = limit, .value = value };
	snprintf(hit->source, sizeof(hit->source), "%s", source);
}

static uint64_t free_bytes(const struct cx_slot *slot)
{
	struct statvfs fs;
	return fstatvfs(slot->dir_fd, &fs) == 0 ? (uint64_t)fs.f_bfree * fs.f_frsize : 0;
}

void cx_watch_start(struct cx_watch *watch, const struct cx_limits *limits, const struct cx_slot *slot,
		    pid_t guardian)
{
	bool grouped = slot->cgroup.root != NULL;
	struct cx_usage before = { 0 };
	if (!grouped)
		cx_usage_sample(guardian, UINT64_MAX, UINT64_MAX, &before);
	*watch = (struct cx_watch){
		.limits = limits,
		.slot = slot,
		.guardian = guardian,
		.sampled = !grouped || cx_cgroup_counts_files(&slot->cgroup),
		.user_us_before = before.user_us,
		.system_us_before = before.system_us,
		.next_disk_us = cx_now_us() + DISK_INTERVAL_US,
		.free_bytes = free_bytes(slot),
		.started_us = cx_now_us(),
	};
}

static uint64_t without(uint64_t sum, uint64_t part)
{
	return sum > part ? sum - part : 0;
}

void cx_watch_forget(struct cx_watch *watch, uint64_t shared_bytes)
{
	struct cx_cgroup_usage grouped;
	watch->shared_bytes = shared_bytes;
	if (!watch->slot->cgroup.root)
		return; /* what was sampled at the start has it */
	cx_cgroup_read_cpu(&watch->slot->cgroup, &grouped);
	watch->user_us_before = grouped.user_us;
	watch->system_us_before = grouped.system_us;
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

struct hidden_search {
	const struct cx_slot *slot;
	const pid_t *pids;
	size_t len;
};

static uint64_t look_at_maps(const void *argument)
{
	const struct hidden_search *search = argument;
	struct cx_hidden hidden;
	cx_hidden_look_at_maps(search->slot, search->pids, search->len, &hidden);
	return hidden.file_bytes;
}

/* Files without a name; the mapped ones only when the disk has become fuller than it may by this run. */
static bool hides_files(struct cx_watch *watch, uint64_t named_bytes, struct cx_limit_hit *ret)
{
	pid_t pids[CX_USAGE_MAX_PROCESSES];
	struct cx_hidden hidden;
	uint64_t limit = watch->limits->disk_bytes;
	struct hidden_search search = { watch->slot, pids,
					cx_usage_processes(watch->guardian, pids, CX_USAGE_MAX_PROCESSES) };
	cx_hidden_look(watch->slot, pids, search.len, &hidden);
	watch->queue_bytes = watch->slot->cgroup.root ? 0 : hidden.queue_bytes;
	if (named_bytes + hidden.file_bytes <= limit && free_bytes(watch->slot) + limit < watch->free_bytes)
		cx_patience_look(look_at_maps, &search, &hidden.file_bytes);
	if (named_bytes + hidden.file_bytes <= limit)
		return false;
	cx_limit_hit_set(ret, CX_LIMIT_DISK, limit, "files without a name");
	return true;
}

static bool look_at_disk(struct cx_watch *watch, struct cx_limit_hit *ret)
{
	uint64_t start_us = cx_now_us();
	if (start_us < watch->next_disk_us)
		return false;
	struct cx_tree_size size;
	measure_disk(watch, &size);
	bool full = disk_is_full(watch, &size, ret) || hides_files(watch, size.bytes, ret);
	uint64_t now_us = cx_now_us();
	uint64_t pause_us = (now_us - start_us) * DISK_COST_SHARE;
	if (pause_us < DISK_INTERVAL_US)
		pause_us = DISK_INTERVAL_US;
	watch->next_disk_us = now_us + (pause_us < DISK_MAX_PAUSE_US ? pause_us : DISK_MAX_PAUSE_US);
	return full;
}

/*
 * The CPU time so far. What a child used is lost with it when its parent ignores SIGCHLD, as nobody waits for it then:
 * the sum falls, and by as much it is corrected. Between the end of a guest that had waited and our look the sum may be
 * less than what it had used before.
 */
static uint64_t cpu_so_far(struct cx_watch *watch, const struct cx_usage *usage)
{
	uint64_t cpu_us =
		without(usage->user_us + usage->system_us, watch->user_us_before + watch->system_us_before);
	if (cpu_us < watch->cpu_us)
		watch->lost_cpu_us += watch->cpu_us - cpu_us;
	watch->cpu_us = cpu_us;
	return cpu_us + watch->lost_cpu_us;
}

/*
 * Where the kernel holds the limit, a run cannot be over it, and a refused fork kills nobody. But a run that stays at
 * its limit for a whole second, and spends most of that second's CPU time in the kernel, is a fork bomb that does
 * nothing but ask again.
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
	bool asks = !watch->slot->cgroup.root || usage->refused_tasks > watch->crowded_usage.refused_tasks;
	bool busy = asks && user_us + system_us > CROWDED_US / 2;
	watch->crowded_since_us = now_us;
	watch->crowded_usage = *usage;
	return busy && system_us > user_us;
}

/* Where a cgroup counts, the kernel's numbers; the rest is sampled. */
static void take_usage(const struct cx_watch *watch, struct cx_usage *ret, uint64_t *ret_oom_kills)
{
	struct cx_cgroup_usage grouped = { .tasks = UINT64_MAX };
	*ret = (struct cx_usage){ 0 };
	*ret_oom_kills = 0;
	if (watch->slot->cgroup.root)
		cx_cgroup_read(&watch->slot->cgroup, &grouped);
	if (watch->sampled)
		cx_usage_sample(watch->guardian, watch->limits->memory_bytes, grouped.tasks, ret);
	if (!watch->slot->cgroup.root)
		return;
	ret->user_us = grouped.user_us;
	ret->system_us = grouped.system_us;
	ret->tasks = (uint32_t)grouped.tasks;
	ret->refused_tasks = grouped.refused_tasks;
	*ret_oom_kills = grouped.oom_kills;
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
	uint64_t oom_kills;
	take_usage(watch, &usage, &oom_kills);
	watch->looks++;
	/* Later looks only: most runs are over long before their wall time is. */
	if (watch->wait_is_free && cx_now_us() - watch->started_us > limits->wall_us / 2)
		look_at_wait(watch);
	usage.memory_bytes = without(usage.memory_bytes, watch->shared_bytes) + watch->queue_bytes;
	if (usage.memory_bytes > watch->peak_memory)
		watch->peak_memory = usage.memory_bytes;
	if (usage.tasks > watch->peak_tasks)
		watch->peak_tasks = usage.tasks;

	uint64_t cpu_us = cpu_so_far(watch, &usage);
	if (oom_kills)
		cx_limit_hit_set(ret, CX_LIMIT_MEMORY, limits->memory_bytes, "cgroup oom_kill");
	else if (usage.memory_bytes > limits->memory_bytes)
		cx_limit_hit_set(ret, CX_LIMIT_MEMORY, limits->memory_bytes, "sampler");
	else if (cpu_us > limits->cpu_us)
		cx_limit_hit_set(ret, CX_LIMIT_CPU, limits->cpu_us,
				 watch->slot->cgroup.root ? "cgroup" : "sampler");
	else if (usage.tasks > limits->processes || is_fork_bomb(watch, &usage))
		cx_limit_hit_set(ret, CX_LIMIT_PROCESSES, limits->processes, "sampler");
	else
		return look_at_disk(watch, ret);
	return true;
}

/* All are dead: it changes no more. */
static const struct cx_cgroup_usage *read_in_all(struct cx_watch *watch)
{
	if (!watch->ended && watch->slot->cgroup.root)
		cx_cgroup_read(&watch->slot->cgroup, &watch->in_all);
	watch->ended = true;
	return &watch->in_all;
}

void cx_watch_end(struct cx_watch *watch, const struct cx_guest_end *end, struct cx_limit_hit *ret)
{
	const struct cx_limits *limits = watch->limits;
	bool signalled = WIFSIGNALED(end->wait_status);
	bool clean = WIFEXITED(end->wait_status) && WEXITSTATUS(end->wait_status) == 0;
	const struct cx_cgroup_usage *grouped = read_in_all(watch);
	struct cx_tree_size size;
	measure_disk(watch, &size);

	if (grouped->oom_kills)
		cx_limit_hit_set(ret, CX_LIMIT_MEMORY, limits->memory_bytes, "cgroup oom_kill");
	else if (end->user_us + end->system_us > limits->cpu_us)
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
	else if (grouped->refused_tasks)
		cx_limit_hit_set(ret, CX_LIMIT_PROCESSES, limits->processes, "cgroup pids.max");
	else if (!clean &&
		 (watch->peak_tasks >= limits->processes || end->survivors + 1 >= limits->processes))
		cx_limit_hit_set(ret, CX_LIMIT_PROCESSES, limits->processes, "rlimit");
}

void cx_watch_total(struct cx_watch *watch, const struct cx_guest_end *end, struct cx_total *ret)
{
	const struct cx_cgroup *cgroup = &watch->slot->cgroup;
	const struct cx_cgroup_usage *grouped = read_in_all(watch);
	uint64_t max_rss_bytes = without(end->max_rss_bytes, watch->shared_bytes);
	bool sampled = watch->peak_memory > max_rss_bytes;
	*ret = (struct cx_total){
		.cpu_us = end->user_us + end->system_us,
		.memory_bytes = sampled ? watch->peak_memory : max_rss_bytes,
		.memory_source = sampled ? "sampler" : "rusage",
	};
	if (!cgroup->root)
		return;
	ret->cpu_us = without(grouped->user_us + grouped->system_us,
			      watch->user_us_before + watch->system_us_before);
	if (watch->sampled || !grouped->memory_peak_bytes) /* memory.peak: Linux 5.19 */
		return;
	ret->memory_bytes = grouped->memory_peak_bytes;
	ret->memory_source = cgroup->root->version == 2 ? "cgroup v2" : "cgroup v1";
}
