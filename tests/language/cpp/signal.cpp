#include <iostream>

int main()
{
	std::cout << "before" << std::endl;
	volatile int *volatile nowhere = nullptr;
	*nowhere = 1;
}
