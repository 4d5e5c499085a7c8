#include "base/path.h"

#include <string.h>

#include "codex/request.h"

static const char *check_part(const char *part, size_t len)
{
	if (!len)
		return "must not contain an empty part (\"//\")";
	if (len == 1 && part[0] == '.')
		return "must not contain the part \".\"";
	if (len == 2 && part[0] == '.' && part[1] == '.')
		return "must not contain the part \"..\"";
	if (part[0] == '.')
		return "must not contain a hidden part (one that begins with \".\")";
	return NULL;
}

const char *cx_path_check_name(const char *name, size_t len)
{
	if (!len)
		return "is empty";
	if (len > CX_MAX_NAME)
		return "is too long (at most 200 bytes)";
	for (size_t i = 0; i < len; i++) {
		if ((unsigned char)name[i] < 0x20 || name[i] == 0x7F)
			return "must not contain control characters";
		if (name[i] == '\\')
			return "must not contain a backslash; parts are separated by \"/\"";
	}
	if (name[0] == '/')
		return "must be relative, without a leading \"/\"";
	if (name[len - 1] == '/')
		return "must name a file, without a trailing \"/\"";
	/* A compiler that gets it as an argument would not take it for a file. */
	if (name[0] == '-' || name[0] == '@')
		return "must not begin with \"-\" or \"@\"";
	for (const char *part = name, *end = name + len; part < end;) {
		const char *slash = memchr(part, '/', (size_t)(end - part));
		size_t part_len = (size_t)((slash ? slash : end) - part);
		const char *broken = check_part(part, part_len);
		if (broken)
			return broken;
		part += part_len + 1;
	}
	return NULL;
}

_Static_assert(CX_MAX_NAME == 200, "the message says so");
