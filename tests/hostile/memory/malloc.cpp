// tries: take memory and use it
// allowed: memory_limit runtime_error
// fast
#include "attack.h"
int main()
{
	for (int i = 0; i < 2000; i++) {
		char *p = (char *)malloc(1 << 20);
		if (!p)
			return 1;
		touch(p, 1 << 20);
	}
	worked("2000 MB");
}
