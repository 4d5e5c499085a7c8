#include <stdio.h>

int main(void)
{
	char block[65536];
	size_t len;
	while ((len = fread(block, 1, sizeof(block), stdin)) > 0)
		fwrite(block, 1, len, stdout);
}
