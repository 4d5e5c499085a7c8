// tries: start threads that start threads
// allowed: success runtime_error timeout
// seconds: 30
#include "attack.h"
#include <thread>
static void bomb()
{
	for (;;)
		try {
			std::thread(bomb).detach();
		} catch (...) {
		}
}
int main()
{
	bomb();
}
