#include <iostream>

int main()
{
	int number = "text";
	std::cout << number;
}
