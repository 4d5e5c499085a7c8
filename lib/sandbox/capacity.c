#include "sandbox/capacity.h"

#include <fcntl.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/fd.h"

/* A container sees its own cgroup at the root of what is mounted there: cgroups(7). */
static uint64_t read_number(const char *path, uint64_t otherwise)
{
	char text[64];
	char *end;
	if (cx_read_text(AT_FDCWD, path, text, sizeof(text)) <= 0)
		return otherwise;
	unsigned long long value = strtoull(text, &end, 10);
	return end == text ? otherwise : value; /* "max" is no number, and no limit */
}

static unsigned quota_cpus(void)
{
	char text[64];
	unsigned long long quota = 0, period = 0;
	if (cx_read_text(AT_FDCWD, "/sys/fs/cgroup/cpu.max", text, sizeof(text)) > 0)
		sscanf(text, "%llu %llu", &quota, &period);
	else {
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
	uint64_t v2 = read_number("/sys/fs/cgroup/memory.max", machine);
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
