/*
 * Version 1: a tree for each controller. Ours are at the top of each, where only root may make them.
 *
 * Moving a process is what costs: through `cgroup.procs` the kernel stops all forks of the machine first and waits
 * for a grace period of RCU, which takes 10 ms and more. A process with one thread that writes 0 to `tasks` moves
 * itself without that (Linux 5.12), in 0.1 ms.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "sandbox/cgroup_driver.h"

enum { MEMORY, PIDS, CPUACCT, PARTS };

static int open_root(struct cx_cgroup_root *ret, struct cx_layer_status *ret_status)
{
	static const char *const names[PARTS] = { "memory", "pids", "cpuacct" };
	for (int i = 0; i < PARTS; i++) {
		char path[64];
		snprintf(path, sizeof(path), "/sys/fs/cgroup/%s", names[i]);
		ret->fds[i] = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
		if (ret->fds[i] >= 0 && faccessat(ret->fds[i], ".", W_OK, AT_EACCESS) == 0)
			continue;
		ret_status->state = errno == ENOENT ? CX_LAYER_UNSUPPORTED : CX_LAYER_DENIED;
		snprintf(ret_status->why, sizeof(ret_status->why), "%s (version 1): %s", path,
			 strerror(errno));
		return -1;
	}
	return 0;
}

static const char *limit(const struct cx_cgroup *cgroup, const struct cx_cgroup_limits *limits)
{
	static const char memory[] = "memory.limit_in_bytes", swap[] = "memory.memsw.limit_in_bytes";
	int dir = cgroup->dirs[MEMORY];
	/* The second one is never below the first: whoever raises both begins there. */
	if (cx_cgroup_write_number(dir, memory, limits->memory_bytes) < 0 &&
	    (errno != EINVAL || cx_cgroup_write_number(dir, swap, limits->memory_bytes) < 0 ||
	     cx_cgroup_write_number(dir, memory, limits->memory_bytes) < 0))
		return memory;
	/* Memory and swap together; a kernel that does not count swap can at least be told to avoid it. */
	if (cx_cgroup_write_number(dir, swap, limits->memory_bytes) < 0 &&
	    (errno != ENOENT || cx_cgroup_write(dir, "memory.swappiness", "0") < 0))
		return swap;
	return cx_cgroup_write_number(cgroup->dirs[PIDS], "pids.max", limits->processes) < 0 ? "pids.max"
											     : NULL;
}

static int open_doors(struct cx_cgroup *cgroup)
{
	for (int i = 0; i < PARTS; i++) {
		cgroup->doors[i] = openat(cgroup->dirs[i], "tasks", O_WRONLY | O_CLOEXEC);
		if (cgroup->doors[i] < 0)
			return -1;
	}
	return 0;
}

static uint64_t oom_kills(const struct cx_cgroup *cgroup)
{
	return cx_cgroup_field(cgroup->dirs[MEMORY], "memory.oom_control", "oom_kill");
}

static uint64_t refused_tasks(const struct cx_cgroup *cgroup)
{
	return cx_cgroup_field(cgroup->dirs[PIDS], "pids.events", "max");
}

static void read_cpu(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret)
{
	/* Exact in all, but divided by looks at clock ticks. */
	uint64_t cpu_us = cx_cgroup_number(cgroup->dirs[CPUACCT], "cpuacct.usage") / 1000;
	uint64_t system_us = cx_cgroup_number(cgroup->dirs[CPUACCT], "cpuacct.usage_sys") / 1000;
	if (system_us > cpu_us)
		system_us = cpu_us;
	ret->user_us = cpu_us - system_us;
	ret->system_us = system_us;
}

static void read_usage(const struct cx_cgroup *cgroup, struct cx_cgroup_usage *ret)
{
	*ret = (struct cx_cgroup_usage){
		.memory_peak_bytes = cx_cgroup_number(cgroup->dirs[MEMORY], "memory.max_usage_in_bytes"),
		.oom_kills = oom_kills(cgroup) - cgroup->oom_kills_before,
		.tasks = cx_cgroup_number(cgroup->dirs[PIDS], "pids.current"),
		.refused_tasks = refused_tasks(cgroup) - cgroup->refused_tasks_before,
	};
	read_cpu(cgroup, ret);
}

/*
 * Making a set takes longer than a short run, and taking it down keeps the kernel busy for as long. What stays charged
 * when all processes and files are gone is a batch for each CPU (MEMCG_CHARGE_BATCH); more than some of that would be
 * the next guest's to account for.
 */
static int renew(struct cx_cgroup *cgroup)
{
	enum { RESIDUE = 1 << 20 };
	int dir = cgroup->dirs[MEMORY];
	if (cx_cgroup_number(cgroup->dirs[PIDS], "pids.current") != 0 ||
	    cx_cgroup_number(dir, "memory.usage_in_bytes") > RESIDUE ||
	    cx_cgroup_write(dir, "memory.max_usage_in_bytes", "0") < 0 ||
	    cx_cgroup_write(cgroup->dirs[CPUACCT], "cpuacct.usage", "0") < 0)
		return -1;
	/* These two only grow. */
	cgroup->oom_kills_before = oom_kills(cgroup);
	cgroup->refused_tasks_before = refused_tasks(cgroup);
	return 0;
}

const struct cx_cgroup_driver cx_cgroup_v1 = {
	PARTS, open_root, limit, open_doors, "memory.max_usage_in_bytes", read_usage, read_cpu, renew
};
