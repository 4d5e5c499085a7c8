// tries: write to its input, read from its outputs, reopen them
// allowed: success
#include "attack.h"
int main()
{
	char byte;
	if (write(0, "x", 1) > 0)
		worked("wrote to stdin");
	if (read(1, &byte, 1) > 0 || read(2, &byte, 1) > 0)
		worked("read from an output");
	if (fcntl(1, F_SETPIPE_SZ, 1 << 20) >= 0)
		worked("a larger pipe");
	if (fchmod(1, 0) == 0 && fchmod(1, 0600))
		worked("cannot undo");
}
