#include <endian.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "warm/job.h"

static bool read_whole(void *into, size_t len)
{
	for (char *at = into; len;) {
		ssize_t n = read(CX_WARM_JOB_FD, at, len);
		if (n < 0 && errno == EINTR)
			continue;
		if (n <= 0)
			return false;
		at += n;
		len -= (size_t)n;
	}
	return true;
}

static char **split(char **at, const char *end, uint32_t count)
{
	char **list = calloc((size_t)count + 1, sizeof(*list));
	for (uint32_t i = 0; list && i < count; i++) {
		char *nul = memchr(*at, '\0', (size_t)(end - *at));
		if (!nul)
			return NULL;
		list[i] = *at;
		*at = nul + 1;
	}
	return list;
}

bool cx_warm_await_job(char ***ret_argv, char ***ret_environment)
{
	struct cx_warm_job_header header;
	if (write(CX_WARM_JOB_FD, "!", 1) != 1 || !read_whole(&header, sizeof(header)) ||
	    memcmp(header.magic, CX_WARM_JOB_MAGIC, sizeof(header.magic)) != 0)
		return false;
	size_t bytes = le32toh(header.bytes);
	char *strings = bytes <= CX_WARM_JOB_MAX_BYTES ? malloc(bytes + 1) : NULL;
	if (!strings || !read_whole(strings, bytes))
		return false;
	close(CX_WARM_JOB_FD);
	char *at = strings;
	*ret_argv = split(&at, strings + bytes, le32toh(header.argc));
	*ret_environment = split(&at, strings + bytes, le32toh(header.envc));
	return *ret_argv && *ret_environment && **ret_argv;
}
