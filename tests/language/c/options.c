#include <stdio.h>

int main(void)
{
	printf("%ld\n", __STDC_VERSION__);
#ifdef __OPTIMIZE__
	puts("optimized");
#endif
}
