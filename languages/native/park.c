/*
 * Waits, behind every wall, for a program that may not even be compiled yet, and becomes it: park. It says on descriptor
 * 3 that it is ready, and gets a job there: a command line, and its environment (lib/warm/README.md). What is executed
 * then finds nothing of this program: no memory, no descriptor, no signal.
 */
#include <endian.h>
#include <errno.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { JOB_FD = 3, MAX_JOB = 16 * 1024 * 1024, NOT_EXECUTABLE = 126 };

static bool receive(void *into, size_t len)
{
	for (char *at = into; len;) {
		ssize_t n = read(JOB_FD, at, len);
		if (n == 0 || (n < 0 && errno != EINTR))
			return false;
		at += n > 0 ? n : 0;
		len -= n > 0 ? (size_t)n : 0;
	}
	return true;
}

/* The next `count` strings, with a NULL behind them; NULL when there are not as many. */
static char **take_strings(char **at, const char *end, uint32_t count)
{
	char **strings = calloc((size_t)count + 1, sizeof(*strings));
	for (uint32_t i = 0; strings && i < count; i++) {
		char *nul = *at < end ? memchr(*at, '\0', (size_t)(end - *at)) : NULL;
		if (!nul)
			return NULL;
		strings[i] = *at;
		*at = nul + 1;
	}
	return strings;
}

int main(void)
{
	struct {
		char magic[4];
		uint32_t argc, envc, bytes;
	} header;
	if (write(JOB_FD, "", 1) != 1 || !receive(&header, sizeof(header)))
		return 0; /* nobody has come */
	uint32_t argc = le32toh(header.argc), envc = le32toh(header.envc), bytes = le32toh(header.bytes);
	if (memcmp(header.magic, "CXJ1", 4) != 0 || !argc || bytes > MAX_JOB || argc > bytes || envc > bytes)
		return 70;
	char *strings = malloc(bytes), *at = strings;
	if (!strings || !receive(strings, bytes))
		return 70;
	char **argv = take_strings(&at, strings + bytes, argc);
	char **environment = take_strings(&at, strings + bytes, envc);
	if (!argv || !environment)
		return 70;
	close(JOB_FD);
	execve(argv[0], argv, environment);
	/* As when it is started cold: lib/sandbox/spawn.c. */
	dprintf(STDERR_FILENO, "codex-run: cannot execute the program: %s\n", strerrordesc_np(errno));
	return NOT_EXECUTABLE;
}
