// tries: fill the disk with files that have neither a name nor a descriptor, but are mapped
// allowed: success runtime_error
// limit: disk
// request: {"limits": {"diskMB": 32}}
#include "attack.h"
int main()
{
	static char block[1 << 20];
	memset(block, 'x', sizeof(block));
	for (int i = 0; i < 50; i++) {
		int fd = open("f", O_CREAT | O_RDWR, 0600);
		unlink("f");
		for (int j = 0; j < 16; j++)
			if (write(fd, block, sizeof(block)) < 0)
				return 1;
		if (mmap(NULL, 16 << 20, PROT_READ, MAP_SHARED, fd, 0) == MAP_FAILED)
			return 1;
		close(fd);
	}
	worked("wrote 800 MB");
}
