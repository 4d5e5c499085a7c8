#include <fcntl.h>
#include <libgen.h>
#include <linux/prctl.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "agents.h"

static size_t copy(char *to, char *const *strings)
{
	size_t len = 0;
	for (; *strings; strings++) {
		size_t more = strlen(*strings) + 1;
		if (to)
			memcpy(to + len, *strings, more);
		len += more;
	}
	return len;
}

/* Fields 26 to 28 and 45 to 51 of /proc/self/stat are where the kernel thinks that things are: proc(5). */
static int read_map(struct prctl_mm_map *ret)
{
	char text[2048];
	unsigned long field[53] = { 0 };
	int fd = open("/proc/self/stat", O_RDONLY | O_CLOEXEC);
	ssize_t len = fd < 0 ? -1 : read(fd, text, sizeof(text) - 1);
	close(fd);
	if (len <= 0)
		return -1;
	text[len] = '\0';
	char *at = strrchr(text, ')');
	for (int i = 3; at && i < 53 && (at = strchr(at, ' ')); i++)
		field[i] = strtoul(++at, NULL, 10);
	*ret = (struct prctl_mm_map){
		.start_code = field[26],
		.end_code = field[27],
		.start_stack = field[28],
		.start_data = field[45],
		.end_data = field[46],
		.start_brk = field[47],
		.brk = (uintptr_t)sbrk(0),
		.exe_fd = (uint32_t)-1,
	};
	return field[45] ? 0 : -1;
}

void agent_die_with(pid_t parent)
{
	if (prctl(PR_SET_PDEATHSIG, SIGKILL, 0, 0, 0) < 0 || getppid() != parent)
		_exit(1);
}

void agent_show_command(char *const argv[], char *const environment[])
{
	struct prctl_mm_map map;
	size_t words = copy(NULL, argv), variables = copy(NULL, environment);
	char *strings = malloc(words + variables);
	char name[64];
	snprintf(name, sizeof(name), "%s", argv[0]);
	prctl(PR_SET_NAME, basename(name), 0, 0, 0);
	if (!strings || read_map(&map) < 0)
		return;
	copy(strings, argv);
	copy(strings + words, environment);
	map.arg_start = (uintptr_t)strings;
	map.arg_end = map.env_start = (uintptr_t)strings + words;
	map.env_end = map.env_start + variables;
	prctl(PR_SET_MM, PR_SET_MM_MAP, &map, sizeof(map), 0);
}
