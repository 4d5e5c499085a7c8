/*
 * Limits of node's engine that cost its start nothing. V8 has options for them, but with any of those node refuses the
 * code that it has compiled beforehand of its own modules, and compiles it anew: a sixth of the time of a hello.
 *
 *   LD_PRELOAD=node_limits.so CODEX_HEAP_MB=216 node PROGRAM
 *
 * It is loaded before node, and does in its place what an embedder of V8 may do, in the order in which a thread gets
 * there:
 *   - before a thread has an engine, node asks how much memory there is, to choose the sizes of the heap's parts. It
 *     finds no file that says so, asks sysinfo(2), and hears of a machine for which V8 takes young generations of 8 MB.
 *   - when a thread with an engine opens its first file, which is its program at the latest, the heap's limit goes down
 *     to what was asked for, and the first thread may use more of its stack.
 * From then on both calls are what they were. Neither name stays in the environment, so that neither the program nor
 * what it starts has them; a program that is no node passes them on to what it executes.
 */
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/sysinfo.h>
#include <unistd.h>

enum { MB = 1 << 20, MACHINE_MB = 2048, STACK_BYTES = 3900 * 1024 };

/* Of v8-isolate.h, for a caller that is not C++. */
typedef size_t near_limit(void *data, size_t now, size_t first);
struct engine;
static struct engine *(*current_engine)(void);
static void (*add_near_limit)(struct engine *, near_limit *, void *data);
static void (*remove_near_limit)(struct engine *, near_limit *, size_t limit);
static void (*set_stack_limit)(struct engine *, uintptr_t lowest);

static int (*next_open)(const char *, int, ...);
static size_t heap_bytes; /* 0: this is no node, or one that we do not know */
static bool asked;	  /* node has set its engine up */
static bool begun;	  /* the first engine has its limits: what a program opens is its own affair */
static _Thread_local bool limited; /* the thread's engine has its limits */

/* ISO C has no conversion of what dlsym(3) returns. */
static bool find(void *handle, const char *name, void *function)
{
	void *found = dlsym(handle, name);
	memcpy(function, &found, sizeof(found));
	return found;
}

__attribute__((constructor)) static void begin(void)
{
	const char *heap = getenv("CODEX_HEAP_MB");
	find(RTLD_NEXT, "open64", &next_open);
	if (!heap || !next_open || !find(RTLD_DEFAULT, "_ZN2v87Isolate10GetCurrentEv", &current_engine) ||
	    !find(RTLD_DEFAULT, "_ZN2v87Isolate24AddNearHeapLimitCallbackEPFmPvmmES1_", &add_near_limit) ||
	    !find(RTLD_DEFAULT, "_ZN2v87Isolate27RemoveNearHeapLimitCallbackEPFmPvmmEm",
		  &remove_near_limit) ||
	    !find(RTLD_DEFAULT, "_ZN2v87Isolate13SetStackLimitEm", &set_stack_limit))
		return;
	heap_bytes = (size_t)strtoul(heap, NULL, 10) * MB;
	unsetenv("CODEX_HEAP_MB");
	unsetenv("LD_PRELOAD");
}

static struct engine *engine(void)
{
	return heap_bytes && asked ? current_engine() : NULL;
}

int sysinfo(struct sysinfo *info)
{
	bool there = engine() != NULL;
	int done = (int)syscall(SYS_sysinfo, info);
	asked = true;
	if (done == 0 && heap_bytes && !there)
		info->totalram = (unsigned long)MACHINE_MB * MB / info->mem_unit;
	return done;
}

static size_t stay(void *data, size_t now, size_t first)
{
	(void)data;
	(void)first;
	return now;
}

/* Whoever stops listening says which limit is to be again: V8 takes any that is lower, and leaves room for what is there. */
static void limit(struct engine *engine)
{
	char here;
	add_near_limit(engine, stay, NULL);
	remove_near_limit(engine, stay, heap_bytes);
	if (gettid() == getpid())
		set_stack_limit(engine, (uintptr_t)&here - STACK_BYTES);
	limited = begun = true;
}

static bool tells_memory(const char *path)
{
	static const char groups[] = "/sys/fs/cgroup/memory";
	return !strcmp(path, "/proc/meminfo") || !strcmp(path, "/proc/self/cgroup") ||
	       !strncmp(path, groups, sizeof(groups) - 1);
}

int open64(const char *path, int flags, ...)
{
	mode_t mode = 0;
	if (flags & O_CREAT || (flags & O_TMPFILE) == O_TMPFILE) {
		va_list arguments;
		va_start(arguments, flags);
		mode = va_arg(arguments, mode_t);
		va_end(arguments);
	}
	struct engine *mine = limited ? NULL : engine();
	if (mine) {
		limit(mine);
	} else if (heap_bytes && !begun && tells_memory(path)) {
		errno = ENOENT;
		return -1;
	}
	return next_open(path, flags, mode);
}
