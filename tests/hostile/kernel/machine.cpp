// tries: run the machine: clocks, names, swap, power, accounting, ports
// allowed: success
#include "attack.h"
#include <sys/klog.h>
#include <sys/reboot.h>
#include <sys/swap.h>
#include <sys/time.h>
#include <sys/timex.h>
int main()
{
	struct timeval now;
	gettimeofday(&now, NULL);
	if (settimeofday(&now, NULL) == 0)
		worked("the clock");
	if (sethostname("guest", 5) == 0 || setdomainname("guest", 5) == 0)
		worked("the name");
	if (swapon("/dev/null", 0) == 0 || swapoff("/dev/null") == 0)
		worked("swap");
	if (acct("acct") == 0)
		worked("accounting");
	if (reboot(RB_DISABLE_CAD) == 0)
		worked("power");
	if (syscall(SYS_vhangup) == 0)
		worked("terminals");
#ifdef __x86_64__
	if (syscall(SYS_ioperm, 0x80, 1, 1) == 0 || syscall(SYS_iopl, 3) == 0)
		worked("ports");
#endif
}
