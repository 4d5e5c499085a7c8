// tries: keep shared pages in use that are in no process's size
// allowed: success runtime_error memory_limit
// vm
#include "attack.h"
int main()
{
	size_t len = 40 << 20, kept = 0;
	for (int i = 0; i < 20; i++) {
		char *p = (char *)mmap(NULL, len, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
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
