// tries: read the kernel's log and its addresses
// except: root-with-uid-alone
// allowed: success
// blocked: syslog
// harmless
#include "attack.h"
#include <sys/klog.h>
int main()
{
	static char text[1 << 16];
	if (klogctl(3, text, sizeof(text)) > 0)
		worked("the log");
	if (open("/proc/kallsyms", O_RDONLY) >= 0 || open("/proc/kcore", O_RDONLY) >= 0 || open("/dev/kmsg", O_RDONLY) >= 0)
		worked("kernel addresses");
}
