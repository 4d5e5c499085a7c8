#include "base/reach.h"

#include <limits.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>

bool cx_reach_by_others(const char *path, char *closed, size_t size)
{
	char parent[PATH_MAX];
	snprintf(parent, sizeof(parent), "%s", path);
	for (char *slash = strchr(parent + 1, '/'); slash; slash = strchr(slash + 1, '/')) {
		struct stat st;
		*slash = '\0';
		if (stat(parent, &st) < 0 || !(st.st_mode & S_IXOTH)) {
			snprintf(closed, size, "%s", parent);
			return false;
		}
		*slash = '/';
	}
	return true;
}
