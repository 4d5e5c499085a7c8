// tries: use descriptors that it was not given
// allowed: success
// harmless
// fast
#include "attack.h"
int main()
{
	for (int fd = 3; fd < 4096; fd++)
		if (fcntl(fd, F_GETFD) >= 0)
			worked("a descriptor");
}
