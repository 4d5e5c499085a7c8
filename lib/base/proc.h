/* What /proc tells of another process: proc(5). Everything may vanish between two looks. */
#ifndef CX_BASE_PROC_H
#define CX_BASE_PROC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

struct cx_proc_stat {
	uint64_t user_us; /* of all its threads; in steps of a clock tick */
	uint64_t system_us;
	uint64_t reaped_user_us; /* of the children that it waited for, and theirs */
	uint64_t reaped_system_us;
	uint64_t started_us; /* since the machine was (CLOCK_BOOTTIME); in steps of a clock tick */
	uint32_t threads;
};

/* Whether process 1, to which we leave our children, is the machine's own. */
bool cx_proc_has_real_init(void);

/* False when it is gone. */
bool cx_proc_read_stat(pid_t pid, struct cx_proc_stat *ret);

/*
 * Memory that is the process's to answer for: anonymous and shared pages, swapped ones, page tables. Pages shared
 * with other processes count whole, so that a sum over processes is an upper bound. 0 when it is gone.
 */
uint64_t cx_proc_memory(pid_t pid);

/* The same with shared pages divided among those who share them (Pss); false where the host does not let us look. */
bool cx_proc_memory_share(pid_t pid, uint64_t *ret);

/* True when one of its threads waits for something that no signal ends, as the caller of vfork(2) does. */
bool cx_proc_waits(pid_t pid);

/* Append the children of all threads of a process, at most `max` in all; the new length. */
size_t cx_proc_children(pid_t pid, uint32_t threads, pid_t *pids, size_t len, size_t max);

/* How many tasks (threads counted) a uid has on this host: what RLIMIT_NPROC counts. */
uint64_t cx_proc_count_tasks(uid_t uid);

/* How long that of its threads which waited most was ready to run but had no CPU; 0 when the kernel does not tell. */
uint64_t cx_proc_waited_us(pid_t pid);

#endif
