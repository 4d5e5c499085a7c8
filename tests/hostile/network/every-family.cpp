// tries: make a socket of any family and type
// allowed: success
// blocked: socket(AF_INET)
// harmless
// fast
#include "attack.h"
#include <sys/socket.h>
int main()
{
	for (int family = 0; family < 64; family++)
		for (int type = 1; type < 11; type++)
			for (int flags : { 0, (int)SOCK_CLOEXEC, (int)SOCK_NONBLOCK })
				if (socket(family, type | flags, 0) >= 0)
					worked("a socket");
	for (int family = 2; family < 64; family++) {
		int pair[2];
		if (socketpair(family, SOCK_STREAM, 0, pair) == 0)
			worked("a pair of another family");
	}
}
