/* How much this host, or the container that we are in, has to give. */
#ifndef CX_SANDBOX_CAPACITY_H
#define CX_SANDBOX_CAPACITY_H

#include <stdint.h>

/* CPUs that this process may use: its affinity, and the quota of a cgroup (rounded up). At least 1. */
unsigned cx_capacity_cpus(void);

/* Memory in bytes: the machine's, or less where a cgroup says so. */
uint64_t cx_capacity_memory(void);

/* How many guests may run at once, from both. At least 1. @guest_bytes: memory limit of one */
unsigned cx_capacity_slots(unsigned cpus, uint64_t memory_bytes, uint64_t guest_bytes);

#endif
