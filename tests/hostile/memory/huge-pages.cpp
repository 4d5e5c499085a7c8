// tries: take huge pages of the host's pool
// allowed: success
#include "attack.h"
int main()
{
	void *p = mmap(NULL, 2 << 20, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS | MAP_HUGETLB, -1, 0);
	if (p != MAP_FAILED)
		worked("a huge page");
}
