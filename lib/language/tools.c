/* Where the programs of a language are on this host. */
#include <errno.h>
#include <glob.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "base/buffer.h"
#include "language/language.h"

static bool is_program(const char *path)
{
	struct stat st;
	return !stat(path, &st) && S_ISREG(st.st_mode) && (st.st_mode & 0111);
}

/* Of all programs that match the glob, the one whose path has the highest version: java-21 before java-17. */
static int find_highest(const char *pattern, char **ret, struct cx_error *err)
{
	glob_t found = { 0 };
	const char *highest = NULL;
	int r = glob(pattern, GLOB_NOSORT, NULL, &found);
	if (r == GLOB_NOSPACE)
		return cx_fail_oom(err);
	for (size_t i = 0; !r && i < found.gl_pathc; i++) {
		const char *path = found.gl_pathv[i];
		if ((!highest || strverscmp(path, highest) > 0) && is_program(path))
			highest = path;
	}
	*ret = highest ? strdup(highest) : NULL;
	bool oom = highest && !*ret;
	globfree(&found);
	return oom ? cx_fail_oom(err) : 0;
}

static int find_tool(struct cx_tool *tool, struct cx_error *err)
{
	for (size_t i = 0; i < tool->candidates.len && !tool->path; i++)
		if (find_highest(tool->candidates.items[i], &tool->path, err) < 0)
			return -1;
	return 0;
}

static int find_optional(struct cx_optional *optional, struct cx_error *err)
{
	for (size_t i = 0; i < optional->len && !optional->here; i++) {
		if (find_tool(&optional->rows[i].program, err) < 0)
			return -1;
		if (optional->rows[i].program.path)
			optional->here = &optional->rows[i];
	}
	return 0;
}

static int say_what_is_missing(struct cx_language *lang, struct cx_error *err)
{
	cleanup_buffer struct cx_buffer text = { 0 };
	size_t missing = 0;
	int r = 0;
	for (size_t i = 0; i < lang->tools_len && !r; i++)
		if (!lang->tools[i].path)
			r = cx_buffer_printf(&text, "%s%s", missing++ ? ", " : "", lang->tools[i].name);
	if (!missing)
		return 0;
	if (!r)
		r = cx_buffer_printf(&text, " %s not installed: %s", missing == 1 ? "is" : "are",
				     lang->install);
	if (r < 0)
		return cx_fail_oom(err);
	lang->unavailable = cx_buffer_steal(&text).data;
	return 0;
}

int cx_language_find_tools(struct cx_language *lang, struct cx_error *err)
{
	for (size_t i = 0; i < lang->tools_len; i++)
		if (find_tool(&lang->tools[i], err) < 0)
			return -1;
	for (size_t i = 0; i < lang->optionals_len; i++)
		if (find_optional(&lang->optionals[i], err) < 0)
			return -1;
	return say_what_is_missing(lang, err);
}
