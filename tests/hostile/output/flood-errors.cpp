// tries: write errors without end, from many processes
// allowed: output_limit
// limit: output
// seconds: 10
#include "attack.h"
int main()
{
	static char block[65536];
	for (int i = 0; i < 4; i++)
		fork();
	for (;;)
		if (write(2, block, sizeof(block)) < 0)
			return 0;
}
