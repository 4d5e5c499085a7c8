#include <cstddef>
#include <iostream>
#include <vector>

int main()
{
	std::vector<unsigned char> block(std::size_t(50) << 20);
	long sum = 0;
	for (std::size_t i = 0; i < block.size(); i += 4096)
		block[i] = 1;
	for (std::size_t i = 0; i < block.size(); i += 4096)
		sum += block[i];
	std::cout << sum << '\n';
}
