#include <stdio.h>

int main(void)
{
	unsigned char small = 1000;
	printf("%d\n", small);
}
