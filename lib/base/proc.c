#include "base/proc.h"

#include <ctype.h>
#include <dirent.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/cleanup.h"
#include "base/fd.h"

static uint64_t ticks_to_us(unsigned long long ticks)
{
	return (uint64_t)ticks * 1000000 / (uint64_t)sysconf(_SC_CLK_TCK);
}

bool cx_proc_has_real_init(void)
{
	static const char first[] = "pid:[4026531836]"; /* PROC_PID_INIT_INO of the kernel, in all versions */
	char name[sizeof(first) + 1];
	ssize_t len = readlink("/proc/self/ns/pid", name, sizeof(name));
	return len == sizeof(first) - 1 && !memcmp(name, first, sizeof(first) - 1);
}

bool cx_proc_read_stat(pid_t pid, struct cx_proc_stat *ret)
{
	char path[48], text[1024];
	snprintf(path, sizeof(path), "/proc/%d/stat", (int)pid);
	if (cx_read_text(AT_FDCWD, path, text, sizeof(text)) <= 0)
		return false;
	/* The name in brackets is the guest's to choose, brackets and blanks included: read on from the last one. */
	const char *rest = strrchr(text, ')');
	unsigned long long user, system, started;
	long long reaped_user, reaped_system;
	long threads;
	if (!rest ||
	    sscanf(rest + 1,
		   " %*c %*d %*d %*d %*d %*d %*u %*u %*u %*u %*u %llu %llu %lld %lld %*d %*d %ld %*d %llu",
		   &user, &system, &reaped_user, &reaped_system, &threads, &started) != 6)
		return false;
	*ret = (struct cx_proc_stat){
		.user_us = ticks_to_us(user),
		.system_us = ticks_to_us(system),
		.reaped_user_us = ticks_to_us((unsigned long long)reaped_user),
		.reaped_system_us = ticks_to_us((unsigned long long)reaped_system),
		.started_us = ticks_to_us(started),
		.threads = (uint32_t)threads,
	};
	return true;
}

/* A thread's directory has the same files. */
static bool thread_waits(int tasks_fd, const char *tid)
{
	char path[48], text[1024];
	snprintf(path, sizeof(path), "%.20s/stat", tid);
	if (cx_read_text(tasks_fd, path, text, sizeof(text)) <= 0)
		return false;
	const char *rest = strrchr(text, ')');
	return rest && rest[1] == ' ' && rest[2] == 'D';
}

bool cx_proc_waits(pid_t pid)
{
	char path[48];
	bool found = false;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	cleanup_dir DIR *tasks = opendir(path);
	for (struct dirent *task; tasks && !found && (task = readdir(tasks));)
		found = isdigit((unsigned char)task->d_name[0]) && thread_waits(dirfd(tasks), task->d_name);
	return found;
}

/* The sum of lines "NAME:   123 kB" in bytes; *ret_found counts the names that are there. */
static uint64_t sum_fields(const char *text, const char *const *names, size_t len, size_t *ret_found)
{
	uint64_t sum = 0;
	*ret_found = 0;
	for (const char *line = text; line; line = strchr(line, '\n')) {
		line += *line == '\n';
		for (size_t i = 0; i < len; i++) {
			size_t name_len = strlen(names[i]);
			if (strncmp(line, names[i], name_len) || line[name_len] != ':')
				continue;
			sum += strtoull(line + name_len + 1, NULL, 10) * 1024;
			(*ret_found)++;
		}
	}
	return sum;
}

uint64_t cx_proc_memory(pid_t pid)
{
	static const char *const names[] = { "RssAnon", "RssShmem", "VmSwap", "VmPTE" };
	char path[48], text[4096];
	size_t found;
	snprintf(path, sizeof(path), "/proc/%d/status", (int)pid);
	if (cx_read_text(AT_FDCWD, path, text, sizeof(text)) <= 0)
		return 0;
	uint64_t sum = sum_fields(text, names, sizeof(names) / sizeof(names[0]), &found);
	if (found)
		return sum;
	/* The first thread has ended, and its memory map is told of by the others alone. */
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	cleanup_dir DIR *tasks = opendir(path);
	for (struct dirent *task; tasks && !found && (task = readdir(tasks));) {
		snprintf(path, sizeof(path), "%.20s/status", task->d_name);
		if (isdigit((unsigned char)task->d_name[0]) &&
		    cx_read_text(dirfd(tasks), path, text, sizeof(text)) > 0)
			sum = sum_fields(text, names, sizeof(names) / sizeof(names[0]), &found);
	}
	return sum;
}

bool cx_proc_memory_share(pid_t pid, uint64_t *ret)
{
	static const char *const names[] = { "Pss_Anon", "Pss_Shmem", "SwapPss" };
	char path[48], text[4096];
	size_t found;
	snprintf(path, sizeof(path), "/proc/%d/smaps_rollup", (int)pid);
	if (cx_read_text(AT_FDCWD, path, text, sizeof(text)) <= 0)
		return false;
	*ret = sum_fields(text, names, sizeof(names) / sizeof(names[0]), &found);
	return found == sizeof(names) / sizeof(names[0]);
}

static size_t children_of_thread(pid_t pid, const char *tid, pid_t *pids, size_t len, size_t max)
{
	char path[96], text[8192];
	snprintf(path, sizeof(path), "/proc/%d/task/%.20s/children", (int)pid, tid);
	if (cx_read_text(AT_FDCWD, path, text, sizeof(text)) <= 0)
		return len;
	char *at = text;
	while (len < max) {
		char *end;
		long child = strtol(at, &end, 10);
		if (end == at || child <= 0)
			break;
		pids[len++] = (pid_t)child;
		at = end;
	}
	return len;
}

size_t cx_proc_children(pid_t pid, uint32_t threads, pid_t *pids, size_t len, size_t max)
{
	char name[48];
	snprintf(name, sizeof(name), "%d", (int)pid);
	if (threads <= 1)
		return children_of_thread(pid, name, pids, len, max);
	snprintf(name, sizeof(name), "/proc/%d/task", (int)pid);
	cleanup_dir DIR *tasks = opendir(name);
	if (!tasks)
		return len;
	for (struct dirent *task; (task = readdir(tasks));)
		if (isdigit((unsigned char)task->d_name[0]))
			len = children_of_thread(pid, task->d_name, pids, len, max);
	return len;
}

uint64_t cx_proc_count_tasks(uid_t uid)
{
	uint64_t tasks = 0;
	cleanup_dir DIR *proc = opendir("/proc");
	if (!proc)
		return 0;
	for (struct dirent *entry; (entry = readdir(proc));) {
		struct stat st;
		struct cx_proc_stat stat;
		if (!isdigit((unsigned char)entry->d_name[0]) ||
		    fstatat(dirfd(proc), entry->d_name, &st, 0) < 0)
			continue;
		if (st.st_uid == uid && cx_proc_read_stat((pid_t)atoi(entry->d_name), &stat))
			tasks += stat.threads;
	}
	return tasks;
}

uint64_t cx_proc_waited_us(pid_t pid)
{
	char path[48];
	uint64_t longest = 0;
	snprintf(path, sizeof(path), "/proc/%d/task", (int)pid);
	cleanup_dir DIR *tasks = opendir(path);
	if (!tasks)
		return 0;
	for (struct dirent *task; (task = readdir(tasks));) {
		char name[sizeof(task->d_name) + 16], text[128];
		unsigned long long waited_ns;
		snprintf(name, sizeof(name), "%s/schedstat", task->d_name);
		if (cx_read_text(dirfd(tasks), name, text, sizeof(text)) > 0 &&
		    sscanf(text, "%*u %llu", &waited_ns) == 1 && waited_ns / 1000 > longest)
			longest = waited_ns / 1000;
	}
	return longest;
}
