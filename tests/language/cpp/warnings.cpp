#include <iostream>

int main()
{
	unsigned char small = 1000;
	std::cout << int(small) << '\n';
}
