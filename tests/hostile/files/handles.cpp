// tries: open a file by its handle, without a path
// allowed: success
#include "attack.h"
int main(int, char **argv)
{
	struct { unsigned bytes; int type; unsigned char handle[128]; } h = { 128, 0, { 0 } };
	int mount_id;
	if (syscall(SYS_name_to_handle_at, AT_FDCWD, argv[1], &h, &mount_id, 0) == 0)
		worked("got a handle");
	int dir = open("/usr", O_RDONLY);
	if (syscall(SYS_open_by_handle_at, dir, &h, O_RDONLY) >= 0)
		worked("opened a handle");
}
