#include <assert.h>
#include <stdio.h>

static int divide(int a, int b)
{
	assert(b != 0);
	return a / b;
}

int main(int argc, char **argv)
{
	(void)argv;
	puts("before");
	fflush(stdout);
	return divide(argc, 0);
}
