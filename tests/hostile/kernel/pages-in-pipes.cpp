// tries: move pages between descriptors without copying them
// allowed: success
// harmless
#include "attack.h"
#include <sys/uio.h>
int main()
{
	static char page[4096];
	int a[2], b[2];
	if (pipe(a) || pipe(b))
		return 1;
	struct iovec one = { page, sizeof(page) };
	if (vmsplice(a[1], &one, 1, 0) > 0)
		worked("vmsplice");
	if (write(a[1], page, 100) > 0 && tee(a[0], b[1], 100, SPLICE_F_NONBLOCK) > 0)
		worked("tee");
	if (splice(a[0], NULL, b[1], NULL, 100, SPLICE_F_NONBLOCK) > 0)
		worked("splice");
}
