// tries: make the kernel use memory for page tables alone
// allowed: memory_limit runtime_error
// limit: memory
// vm
#include "attack.h"
int main()
{
	size_t len = 1UL << 40, step = 2UL << 20;
	volatile char *p = (char *)mmap(NULL, len, PROT_READ, MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE, -1, 0);
	if (p == MAP_FAILED)
		return 1;
	madvise((void *)p, len, MADV_NOHUGEPAGE);
	char sum = 0;
	for (size_t at = 0; at < len; at += step)
		sum += p[at];
	worked("2 GB of page tables");
	return sum;
}
