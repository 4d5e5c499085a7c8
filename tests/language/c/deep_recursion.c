#include <stdio.h>

volatile long zero;

static long total(long n)
{
	volatile long frame = n;
	return n ? total(n - 1) + frame : 0;
}

static long forever(long n)
{
	volatile long frame = n;
	return forever(n + 1 + zero) + frame;
}

int main(void)
{
	printf("%ld\n", total(10000));
	fflush(stdout);
	return (int)forever(0);
}
