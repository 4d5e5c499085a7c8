// tries: fork without end, and ask again when it is refused
// allowed: runtime_error timeout
// seconds: 30
#include "attack.h"
int main()
{
	for (;;)
		fork();
}
