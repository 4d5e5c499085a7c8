// tries: reach the kernel's cryptography
// allowed: success
// blocked: socket(AF_ALG)
#include "attack.h"
#include <sys/socket.h>
int main()
{
	if (socket(AF_ALG, SOCK_SEQPACKET, 0) >= 0)
		worked("AF_ALG");
}
