// tries: clone processes that share memory and descriptors, without end
// allowed: runtime_error timeout memory_limit
// because: processes that share one memory, and do not wait as in vfork, are counted by the sampler each for itself; where guests have our uid the sampler holds the number, too
// seconds: 30
#include "attack.h"
#include <sched.h>
static int child(void *)
{
	for (;;) {
		char *stack = (char *)mmap(NULL, 65536, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
		if (stack != MAP_FAILED)
			clone(child, stack + 65536, CLONE_VM | CLONE_FS | CLONE_FILES, NULL);
	}
}
int main()
{
	child(NULL);
}
