// tries: ask and change the kernel's network configuration
// allowed: success
// harmless
#include "attack.h"
#include <sys/socket.h>
int main()
{
	for (int protocol = 0; protocol < 23; protocol++)
		if (socket(AF_NETLINK, SOCK_RAW, protocol) >= 0)
			worked("netlink");
}
