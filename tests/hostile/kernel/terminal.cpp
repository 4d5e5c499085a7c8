// tries: type into the terminal of whoever started us
// except: root-with-uid-alone
// allowed: success
// vm
#include "attack.h"
#include <sys/ioctl.h>
int main()
{
	for (int fd : { 0, 1, 2, open("/dev/tty", O_RDWR), open("/dev/console", O_RDWR), open("/dev/ptmx", O_RDWR) })
		if (ioctl(fd, TIOCSTI, "x") == 0 || (fd > 2 && fd >= 0))
			worked("has a terminal");
}
