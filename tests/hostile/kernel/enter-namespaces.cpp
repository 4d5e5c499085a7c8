// tries: enter the namespaces of others
// allowed: success
// blocked: setns
#include "attack.h"
#include <sched.h>
int main(int, char **argv)
{
	char path[64];
	for (const char *kind : { "user", "mnt", "pid", "net" })
		for (int pid : { 1, getppid(), atoi(argv[3]) }) {
			snprintf(path, sizeof(path), "/proc/%d/ns/%s", pid, kind);
			int fd = open(path, O_RDONLY);
			if (fd >= 0 && setns(fd, 0) == 0)
				worked(path);
		}
	if (setns(0, 0) == 0)
		worked("setns");
}
