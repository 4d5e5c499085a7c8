#include <stdio.h>
#include <stdlib.h>

int main(void)
{
	size_t size = (size_t)50 << 20;
	volatile unsigned char *block = malloc(size);
	long sum = 0;
	if (!block)
		return 1;
	for (size_t i = 0; i < size; i += 4096)
		block[i] = 1;
	for (size_t i = 0; i < size; i += 4096)
		sum += block[i];
	printf("%ld\n", sum);
}
