#include <stdio.h>

int main(void)
{
	int number = missing + 1;
	printf("%d\n", number);
}
