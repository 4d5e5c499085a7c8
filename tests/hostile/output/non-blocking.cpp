// tries: change the state of streams that we share
// allowed: success output_limit
// seconds: 10
#include "attack.h"
int main()
{
	for (int fd = 0; fd < 3; fd++)
		fcntl(fd, F_SETFL, O_NONBLOCK | O_APPEND | O_ASYNC);
	for (int i = 0; i < 100000; i++)
		if (write(1, "x", 1) < 0)
			break;
}
