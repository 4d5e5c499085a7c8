#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(void)
{
	for (;;) {
		void *block = malloc(1 << 20);
		if (!block) {
			perror("malloc");
			return 1;
		}
		memset(block, 'x', 1 << 20);
	}
}
