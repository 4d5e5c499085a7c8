// tries: keep us so busy with both of its streams that we forget its time
// allowed: timeout output_limit
// request: {"timeout": 1, "limits": {"outputKB": 4096}}
// seconds: 10
#include "attack.h"
int main()
{
	for (;;)
		if (write(1, "x", 1) < 0 || write(2, "y", 1) < 0)
			usleep(1);
}
