// tries: read and write raw packets
// allowed: success
// blocked: socket(AF_PACKET)
#include "attack.h"
#include <sys/socket.h>
int main()
{
	if (socket(AF_PACKET, SOCK_RAW, 0x0300) >= 0 || socket(AF_PACKET, SOCK_DGRAM, 0x0300) >= 0)
		worked("frames");
	if (socket(AF_INET, SOCK_RAW, 1) >= 0 || socket(AF_INET, SOCK_RAW, 255) >= 0)
		worked("raw packets");
}
