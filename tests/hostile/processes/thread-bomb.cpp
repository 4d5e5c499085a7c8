// tries: start threads that start threads
// allowed: runtime_error timeout
// because: a refused thread kills nobody, so it asks until its time is over; where guests have our uid the sampler ends it
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
