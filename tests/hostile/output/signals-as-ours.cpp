// tries: look as if a limit of ours had ended it
// allowed: runtime_error timeout
#include "attack.h"
int main()
{
	raise(SIGXCPU);
}
