#include "stage/view.h"

#include <glob.h>

#include "sandbox/landlock.h"

enum {
	READ_ONLY = CX_ACCESS_READ | CX_ACCESS_EXECUTE,
	READ_WRITE = CX_ACCESS_READ | CX_ACCESS_WRITE | CX_ACCESS_CREATE,
	MAX_PATHS = 128,
};

/* Narrow paths, as rules only add: what lies below an allowed directory cannot be denied again. */
static const struct cx_landlock_path base_view[] = {
	{ "/usr", -1, READ_ONLY },
	{ "/bin", -1, READ_ONLY },
	{ "/sbin", -1, READ_ONLY },
	{ "/lib", -1, READ_ONLY },
	{ "/lib32", -1, READ_ONLY },
	{ "/lib64", -1, READ_ONLY },
	{ "/etc/alternatives", -1, READ_ONLY }, /* Debian's links to toolchains pass through it */
	{ "/etc/ld.so.cache", -1, CX_ACCESS_READ },
	{ "/dev/null", -1, CX_ACCESS_READ | CX_ACCESS_WRITE },
	{ "/dev/zero", -1, CX_ACCESS_READ | CX_ACCESS_WRITE },
	{ "/dev/full", -1, CX_ACCESS_READ | CX_ACCESS_WRITE },
	{ "/dev/random", -1, CX_ACCESS_READ },
	{ "/dev/urandom", -1, CX_ACCESS_READ },
};
enum { BASE_PATHS = sizeof(base_view) / sizeof(base_view[0]) };

static size_t add_slot(struct cx_landlock_path *paths, const struct cx_slot *slot, bool build_writable)
{
	const unsigned access[CX_SLOT_DIRS] = {
		[CX_SLOT_WORK] = READ_WRITE | CX_ACCESS_EXECUTE,
		[CX_SLOT_BUILD] = build_writable ? READ_WRITE | CX_ACCESS_EXECUTE : READ_ONLY,
		[CX_SLOT_TMP] = READ_WRITE | CX_ACCESS_EXECUTE,
	};
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		paths[i] = (struct cx_landlock_path){ NULL, slot->dirs[i], access[i] };
	return CX_SLOT_DIRS;
}

/* Matches of all globs in `found`; a pattern that matches nothing is passed over. */
static int find_readable(const struct cx_strings *readable, glob_t *found, struct cx_error *err)
{
	for (size_t i = 0; i < readable->len; i++)
		if (glob(readable->items[i], found->gl_pathc ? GLOB_APPEND : 0, NULL, found) == GLOB_NOSPACE)
			return cx_fail_oom(err);
	return 0;
}

int cx_view_build(int landlock_abi, const struct cx_slot *slot, const struct cx_strings *readable,
		  bool build_writable, int *ret_ruleset_fd, struct cx_error *err)
{
	struct cx_landlock_path paths[MAX_PATHS];
	size_t len = add_slot(paths, slot, build_writable);
	for (size_t i = 0; i < BASE_PATHS; i++)
		paths[len++] = base_view[i];
	glob_t found = { 0 };
	int built = find_readable(readable, &found, err);
	if (built == 0 && found.gl_pathc > MAX_PATHS - len)
		built = cx_fail(err, CX_EINTERNAL,
				"the language's 'readable' names %zu paths; at most %zu fit", found.gl_pathc,
				MAX_PATHS - len);
	for (size_t i = 0; built == 0 && i < found.gl_pathc; i++)
		paths[len++] = (struct cx_landlock_path){ found.gl_pathv[i], -1, READ_ONLY };
	if (built == 0)
		built = cx_landlock_build(landlock_abi, paths, len, ret_ruleset_fd, err);
	globfree(&found);
	return built;
}
