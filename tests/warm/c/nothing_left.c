// A compilation finds nothing of the one before it (files.json), which was in the same sandbox.
#include <stdio.h>

#if __has_include("other.h") || __has_include("prog.c") || __has_include("data/in.txt") || \
									 __has_include("out.txt")
#define SOURCES 1
#else
#define SOURCES 0
#endif
#if __has_include("/build/main") || __has_include("/build/main.o")
#define PRODUCTS 1
#else
#define PRODUCTS 0
#endif

int main(void)
{
	printf("sources %d, products %d\n", SOURCES, PRODUCTS);
	return 0;
}
