// tries: change the program that it runs from
// allowed: success
#include "attack.h"
int main(int, char **argv)
{
	char path[4096];
	ssize_t len = readlink("/proc/self/exe", path, sizeof(path) - 1);
	if (len > 0)
		path[len] = 0;
	else
		snprintf(path, sizeof(path), "%s", argv[0]);
	if (open(path, O_WRONLY) >= 0)
		worked("opened its program for writing");
}
