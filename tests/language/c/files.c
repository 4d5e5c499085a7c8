#include <stdio.h>

#include "helper.h"

int main(void)
{
	int number;
	FILE *file = fopen("data/number.txt", "r");
	if (!file || fscanf(file, "%d", &number) != 1)
		return 1;
	fclose(file);
	printf("%d\n", twice(number));
}
