#include "sandbox/capacity.h"

#include <fcntl.h>
#include <sched.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

static uint64_t read_number(const char *path, uint64_t otherwise)
{
	char text[64];
	char *end;
	if (cx_read_text(AT_FDCWD, path, text, sizeof(text)) <= 0)
		return otherwise;
	unsigned long long value = strtoull(text, &end, 10);
	return end == text ? otherwise : value; /* "max" is no number, and no limit */
}

/*
 * The path of our cgroup of version 2 below /sys/fs/cgroup, "" at the top. A container sees its own cgroup at the top of
 * what is mounted there, cgroups(7); a unit of systemd is somewhere below.
 */
static void find_own(char path[static 1024])
{
	char text[4096];
	path[0] = '\0';
	if (cx_read_text(AT_FDCWD, "/proc/self/cgroup", text, sizeof(text)) <= 0)
		return;
	const char *line = strstr(text, "0::/");
	if (line)
		snprintf(path, 1024, "%.*s", (int)strcspn(line + 3, "\n"), line + 3);
	size_t len = strlen(path);
	if (len && path[len - 1] == '/')
		path[len - 1] = '\0';
}

/* From our own cgroup to the one above, until that at the top. */
static bool go_up(char path[static 1024])
{
	char *slash = strrchr(path, '/');
	if (slash)
		*slash = '\0';
	return slash != NULL;
}

/* The least of a limit over our cgroup and all above it. */
static uint64_t least_memory(uint64_t otherwise)
{
	char own[1024], path[1100];
	uint64_t least = otherwise;
	find_own(own);
	do {
		snprintf(path, sizeof(path), "/sys/fs/cgroup%s/memory.max", own);
		uint64_t here = read_number(path, otherwise);
		least = here < least ? here : least;
	} while (go_up(own));
	return least;
}

/* The tightest quota over our cgroup and all above it; 0, 0: none, or this is no version 2. */
static void least_quota(unsigned long long *ret_quota, unsigned long long *ret_period)
{
	char own[1024], path[1100], text[64];
	find_own(own);
	do {
		unsigned long long quota = 0, period = 0;
		snprintf(path, sizeof(path), "/sys/fs/cgroup%s/cpu.max", own);
		if (cx_read_text(AT_FDCWD, path, text, sizeof(text)) <= 0 ||
		    sscanf(text, "%llu %llu", &quota, &period) != 2 || !period)
			continue;
		if (!*ret_period ||
		    (double)quota / (double)period < (double)*ret_quota / (double)*ret_period) {
			*ret_quota = quota;
			*ret_period = period;
		}
	} while (go_up(own));
}

static unsigned quota_cpus(void)
{
	unsigned long long quota = 0, period = 0;
	least_quota(&quota, &period);
	if (!period) {
		/* -1 is no limit, and reads as a huge number. */
		quota = read_number("/sys/fs/cgroup/cpu/cpu.cfs_quota_us", 0);
		period = read_number("/sys/fs/cgroup/cpu/cpu.cfs_period_us", 0);
	}
	if (!quota || !period || quota / period >= 1024)
		return 1024;
	return (unsigned)((quota + period - 1) / period);
}

unsigned cx_capacity_cpus(void)
{
	cpu_set_t set;
	unsigned cpus = 1;
	if (sched_getaffinity(0, sizeof(set), &set) == 0)
		cpus = (unsigned)CPU_COUNT(&set);
	unsigned quota = quota_cpus();
	if (quota < cpus)
		cpus = quota;
	return cpus ? cpus : 1;
}

uint64_t cx_capacity_memory(void)
{
	uint64_t machine = (uint64_t)sysconf(_SC_PHYS_PAGES) * (uint64_t)sysconf(_SC_PAGESIZE);
	uint64_t v2 = least_memory(machine);
	uint64_t v1 = read_number("/sys/fs/cgroup/memory/memory.limit_in_bytes", machine);
	uint64_t least = v1 < v2 ? v1 : v2;
	return least && least < machine ? least : machine;
}

unsigned cx_capacity_slots(unsigned cpus, uint64_t memory_bytes, uint64_t guest_bytes)
{
	enum {
		RESERVE = 64 * 1024 * 1024,
		OVERHEAD = 8 * 1024 * 1024
	}; /* ours, and per guest its guardian and pipes */
	uint64_t by_cpu = 2 * (uint64_t)cpus;
	uint64_t by_memory = memory_bytes > RESERVE ? (memory_bytes - RESERVE) / (guest_bytes + OVERHEAD) : 1;
	uint64_t slots = by_cpu < by_memory ? by_cpu : by_memory;
	return slots ? (unsigned)slots : 1;
}
