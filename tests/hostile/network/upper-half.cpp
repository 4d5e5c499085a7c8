// tries: hide the family of a socket behind bits that the kernel does not look at
// allowed: success
// harmless
#include "attack.h"
#include <sys/socket.h>
int main()
{
	if (syscall(SYS_socket, 0x100000000L | AF_INET, SOCK_STREAM, 0) >= 0)
		worked("a socket");
	if (syscall(SYS_socket, 0xffffffff00000000L | AF_NETLINK, SOCK_RAW, 0) >= 0)
		worked("a netlink socket");
}
