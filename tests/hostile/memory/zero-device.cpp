// tries: the same by a shared mapping of /dev/zero
// allowed: success runtime_error memory_limit
// harmless
#include "attack.h"
int main()
{
	size_t len = 40 << 20, kept = 0;
	int fd = open("/dev/zero", O_RDWR);
	for (int i = 0; i < 20; i++) {
		char *p = (char *)mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
		if (p == MAP_FAILED)
			return 1;
		touch(p, len);
		madvise(p, len, MADV_DONTNEED);
		kept += p[4096] == 1;
		madvise(p, len, MADV_DONTNEED);
	}
	if (kept == 20)
		worked("800 MB");
	return 1;
}
