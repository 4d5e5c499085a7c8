#include <fstream>
#include <iostream>

#include "helper.h"

int main()
{
	std::ifstream file("data/number.txt");
	int number;
	file >> number;
	std::cout << twice(number) << '\n';
}
