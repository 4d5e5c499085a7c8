// request: {"differs": true}
// Where things are, and what the kernel has drawn for a program.
#include <stdio.h>
#include <stdlib.h>
#include <sys/auxv.h>

int main(void)
{
	int local;
	const unsigned char *drawn = (const unsigned char *)getauxval(AT_RANDOM);
	printf("%p %p %p %p %02x%02x%02x%02x\n", (void *)main, (void *)&local, malloc(10), (void *)printf,
	       drawn[0], drawn[1], drawn[2], drawn[3]);
	return 0;
}
