#include "sandbox/view.h"

#include <glob.h>

#include "base/buffer.h"

enum {
	READ_ONLY = CX_ACCESS_READ | CX_ACCESS_EXECUTE,
	READ_WRITE = CX_ACCESS_READ | CX_ACCESS_WRITE | CX_ACCESS_CREATE,
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
	{ "/dev/full", -1, CX_ACCESS_READ | CX_ACCESS_WRITE },
	{ "/dev/random", -1, CX_ACCESS_READ },
	{ "/dev/urandom", -1, CX_ACCESS_READ },
};
enum { BASE_PATHS = sizeof(base_view) / sizeof(base_view[0]) };

/* A pattern that matches nothing is passed over. */
static int find_readable(const struct cx_strings *readable, struct cx_strings *ret, struct cx_error *err)
{
	for (size_t i = 0; i < readable->len; i++) {
		glob_t found;
		int result = glob(readable->items[i], 0, NULL, &found);
		for (size_t j = 0; result == 0 && j < found.gl_pathc; j++)
			if (cx_strings_add(ret, found.gl_pathv[j]) < 0)
				result = GLOB_NOSPACE;
		globfree(&found);
		if (result == GLOB_NOSPACE)
			return cx_fail_oom(err);
	}
	return 0;
}

void cx_view_base(struct cx_view *ret)
{
	*ret = (struct cx_view){ .len = BASE_PATHS };
	for (size_t i = 0; i < BASE_PATHS; i++)
		ret->paths[i] = base_view[i];
}

int cx_view_open(const struct cx_strings *readable, struct cx_view *ret, struct cx_error *err)
{
	struct cx_view view;
	cx_view_base(&view);
	if (find_readable(readable, &view.owned, err) < 0) {
		cx_view_done(&view);
		return -1;
	}
	if (view.owned.len > CX_VIEW_MAX_PATHS - CX_SLOT_DIRS - view.len) {
		cx_fail(err, CX_EINPUT, "the language's 'readable' names %zu paths; %zu fit", view.owned.len,
			CX_VIEW_MAX_PATHS - CX_SLOT_DIRS - view.len);
		cx_view_done(&view);
		return -1;
	}
	for (size_t i = 0; i < view.owned.len; i++)
		view.paths[view.len++] = (struct cx_landlock_path){ view.owned.items[i], -1, READ_ONLY };
	*ret = view;
	return 0;
}

void cx_view_done(struct cx_view *view)
{
	cx_strings_done(&view->owned);
	view->len = 0;
}

int cx_view_ruleset(const struct cx_view *view, int landlock_abi, const struct cx_slot *slot,
		    bool build_writable, int *ret_fd, struct cx_error *err)
{
	const unsigned access[CX_SLOT_DIRS] = {
		[CX_SLOT_WORK] = READ_WRITE | CX_ACCESS_EXECUTE,
		[CX_SLOT_BUILD] = build_writable ? READ_WRITE | CX_ACCESS_EXECUTE : READ_ONLY,
		[CX_SLOT_TMP] = READ_WRITE | CX_ACCESS_EXECUTE,
	};
	struct cx_landlock_path paths[CX_VIEW_MAX_PATHS + 1];
	size_t len = 0;
	for (int i = 0; i < CX_SLOT_DIRS; i++)
		paths[len++] = (struct cx_landlock_path){ NULL, slot->dirs[i], access[i] };
	for (size_t i = 0; i < view->len; i++)
		paths[len++] = view->paths[i];
	if (view->given[0])
		paths[len++] = (struct cx_landlock_path){ view->given, -1, CX_ACCESS_READ };
	return cx_landlock_build(landlock_abi, paths, len, ret_fd, err);
}
