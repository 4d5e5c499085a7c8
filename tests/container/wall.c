/*
 * wall [OPTION…] COMMAND [ARGUMENT…]: run a command behind limits, a uid, no_new_privs, Landlock and seccomp, with nothing
 * that supervises it. To try a toolchain against the policy, also under strace:
 *
 *	strace -f wall --uid 2000000000 --work DIR /usr/bin/g++ hello.cpp
 */
#include <err.h>
#include <fcntl.h>
#include <getopt.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "base/syscalls.h"
#include "sandbox/landlock.h"
#include "sandbox/privileges.h"
#include "sandbox/rlimits.h"
#include "sandbox/seccomp.h"

#define READ_ONLY  (CX_ACCESS_READ | CX_ACCESS_EXECUTE)
#define READ_WRITE (CX_ACCESS_READ | CX_ACCESS_WRITE)

enum { MAX_PATHS = 64 };

struct wall {
	bool own_uid;
	uid_t uid;
	unsigned variant;
	const char *work;
	struct cx_rlimits rlimits;
	struct cx_landlock_path paths[MAX_PATHS];
	size_t paths_len;
};

static void add_path(struct wall *wall, const char *path, unsigned access)
{
	if (wall->paths_len == MAX_PATHS)
		errx(2, "more than %d paths", MAX_PATHS);
	wall->paths[wall->paths_len++] = (struct cx_landlock_path){ .path = path, .access = access };
}

static void add_usual_paths(struct wall *wall)
{
	static const char *const trees[] = {
		"/usr", "/bin", "/lib", "/lib32", "/lib64", "/etc/alternatives"
	};
	static const char *const files[] = { "/etc/ld.so.cache", "/dev/urandom", "/dev/random" };
	for (size_t i = 0; i < sizeof(trees) / sizeof(trees[0]); i++)
		add_path(wall, trees[i], READ_ONLY);
	for (size_t i = 0; i < sizeof(files) / sizeof(files[0]); i++)
		add_path(wall, files[i], CX_ACCESS_READ);
	add_path(wall, "/dev/null", READ_WRITE);
}

static unsigned variant_bit(const char *name)
{
	if (!strcmp(name, "same-uid"))
		return CX_POLICY_SAME_UID;
	if (!strcmp(name, "no-truncate"))
		return CX_POLICY_NO_TRUNCATE;
	if (!strcmp(name, "no-shared-memory"))
		return CX_POLICY_NO_SHARED_MEMORY;
	errx(2, "--variant: same-uid, no-truncate or no-shared-memory");
}

static void parse(struct wall *wall, int argc, char **argv)
{
	enum { UID, WORK, VARIANT, READABLE, DATA, STACK, PROCESSES };
	static const struct option options[] = {
		{ "uid", required_argument, NULL, UID },
		{ "work", required_argument, NULL, WORK },
		{ "variant", required_argument, NULL, VARIANT },
		{ "readable", required_argument, NULL, READABLE },
		{ "data", required_argument, NULL, DATA },
		{ "stack", required_argument, NULL, STACK },
		{ "processes", required_argument, NULL, PROCESSES },
		{ 0 },
	};
	int option;
	while ((option = getopt_long(argc, argv, "+", options, NULL)) != -1) {
		unsigned long number = optarg ? strtoul(optarg, NULL, 10) : 0;
		if (option == UID) {
			wall->own_uid = true;
			wall->uid = (uid_t)number;
		} else if (option == WORK) {
			wall->work = optarg;
		} else if (option == VARIANT) {
			wall->variant |= variant_bit(optarg);
		} else if (option == READABLE) {
			add_path(wall, optarg, READ_ONLY);
		} else if (option == DATA) {
			wall->rlimits.data_bytes = number << 20;
		} else if (option == STACK) {
			wall->rlimits.stack_bytes = number << 20;
		} else if (option == PROCESSES) {
			wall->rlimits.processes = number;
		} else {
			exit(2);
		}
	}
	if (optind == argc)
		errx(2, "usage: wall [--uid N] [--work DIR] [--variant NAME] [--readable PATH] [--data MB] "
			"[--stack MB] [--processes N] COMMAND...");
}

static void put_up(const struct wall *wall)
{
	struct cx_error error;
	struct cx_filter filter;
	int ruleset;
	if (cx_filter_build(wall->variant, &filter, &error) < 0 ||
	    cx_landlock_build(cx_landlock_abi(), wall->paths, wall->paths_len, &ruleset, &error) < 0)
		errx(70, "%s", error.msg);
	if (wall->work && chdir(wall->work) < 0)
		err(70, "%s", wall->work);
	const char *step = cx_rlimits_apply(&wall->rlimits);
	if (!step)
		step = wall->own_uid ? cx_privileges_drop(wall->uid, wall->uid)
				     : cx_privileges_drop_capabilities();
	if (step)
		err(70, "%s", step);
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) < 0)
		err(70, "no_new_privs");
	if (cx_landlock_restrict(ruleset) < 0)
		err(70, "Landlock");
	if (syscall(SYS_close_range, 3, ~0U, 0) < 0)
		err(70, "close_range");
	if (cx_filter_load(&filter) < 0)
		err(70, "seccomp");
}

int main(int argc, char **argv)
{
	struct wall wall = {
		.rlimits = {
			.cpu_seconds = 300,
			.file_bytes = 1ULL << 30,
			.files = CX_RLIMIT_FILES,
			.stack_bytes = CX_RLIMIT_STACK,
			.stack_max_bytes = CX_RLIMIT_STACK_MAX,
		},
	};
	add_usual_paths(&wall);
	parse(&wall, argc, argv);
	if (wall.work) {
		add_path(&wall, wall.work, READ_ONLY | CX_ACCESS_CREATE);
		setenv("HOME", wall.work, 1);
		setenv("TMPDIR", wall.work, 1);
	}
	put_up(&wall);
	execvp(argv[optind], argv + optind);
	err(71, "%s", argv[optind]);
}
